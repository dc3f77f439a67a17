"""parcels

Revision ID: 4d5e6f7a8b9c
Revises: 
Create Date: 2026-01-01 10:00:00.000000

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, UUID

revision = '4d5e6f7a8b9c'
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'parcels',
        sa.Column('id', UUID(as_uuid=True), nullable=False),
        sa.Column('state', sa.Enum('packed', 'sent', name='parcel_state'), server_default='packed', nullable=False),
        sa.Column('size', sa.Enum('small', 'large', name='parcel_size'), nullable=True),
        sa.Column('details', JSONB(), nullable=True),
        sa.Column('created_at', sa.DateTime(), server_default=sa.text('now()'), nullable=False),
        sa.PrimaryKeyConstraint('id'),
    )
    op.create_index('ix_parcels_size_state', 'parcels', ['size', 'state'], unique=False)
    op.create_index(op.f('ix_parcels_size'), 'parcels', ['size'], unique=False)


def downgrade():
    op.drop_index(op.f('ix_parcels_size'), table_name='parcels')
    op.drop_index('ix_parcels_size_state', table_name='parcels')
    op.drop_table('parcels')
    op.execute('DROP TYPE parcel_size')
    op.execute('DROP TYPE parcel_state')
