"""create table returns (parcel_id → parcels.id, reason, state, details)

Revision ID: REVISION
Revises: 4d5e6f7a8b9c
Create Date: DATE

"""

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ENUM, JSONB, UUID

revision = 'REVISION'
down_revision = '4d5e6f7a8b9c'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'returns',
        sa.Column('id', UUID(as_uuid=True), nullable=False),
        sa.Column('parcel_id', UUID(as_uuid=True), nullable=False),
        sa.Column(
            'reason',
            sa.Enum('damaged', 'late', name='return_reason'),
            nullable=False,
        ),
        sa.Column(
            'state',
            ENUM('packed', 'sent', name='parcel_state', create_type=False),
            nullable=False,
        ),
        sa.Column('details', JSONB(), nullable=False),
        sa.Column(
            'created_at',
            sa.DateTime(),
            server_default=sa.text('now()'),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ['parcel_id'],
            ['parcels.id'],
            name='fk_returns_parcel_id_parcels',
        ),
        sa.PrimaryKeyConstraint('id'),
    )
    op.create_index(
        'ix_returns_reason_state',
        'returns',
        ['reason', 'state'],
        unique=False,
    )
    op.create_index(
        op.f('ix_returns_parcel_id'),
        'returns',
        ['parcel_id'],
        unique=False,
    )
    op.create_index(op.f('ix_parcels_state'), 'parcels', ['state'], unique=False)


def downgrade():
    op.drop_index(op.f('ix_parcels_state'), table_name='parcels')
    op.drop_index(op.f('ix_returns_parcel_id'), table_name='returns')
    op.drop_index('ix_returns_reason_state', table_name='returns')
    op.drop_table('returns')
    op.execute('DROP TYPE return_reason')
