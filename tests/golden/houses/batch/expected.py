"""add color string(20) to items; add index on items(color); drop price from items

Revision ID: REVISION
Revises: 4d5e6f7a8b9c
Create Date: DATE

"""

from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = 'REVISION'
down_revision: Union[str, None] = '4d5e6f7a8b9c'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    with op.batch_alter_table('items', schema=None) as batch_op:
        batch_op.add_column(sa.Column('color', sa.String(length=20), nullable=True))
        batch_op.create_index(batch_op.f('ix_items_color'), ['color'], unique=False)
        batch_op.drop_column('price')


def downgrade() -> None:
    with op.batch_alter_table('items', schema=None) as batch_op:
        batch_op.add_column(
            sa.Column('price', sa.INTEGER(), autoincrement=False, nullable=True),
        )
        batch_op.drop_index(batch_op.f('ix_items_color'))
        batch_op.drop_column('color')
