import sqlalchemy as sa
from app.models.wrapped import table

readings = table("meter_readings", sa.Column("id", sa.Integer, primary_key=True))
