/// The schema that fuzzed text is read against, on both databases: replayed from a migration once.
#pragma once

#include "fuzz/law.h"
#include "plan/plan.h"
#include "replay/replay.h"

namespace migrate::fuzz {

inline constexpr const char* kStart = R"(
import sqlalchemy as sa
from alembic import op

revision = "start"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("email", sa.String(255), nullable=False),
        sa.Column("name", sa.String(100)),
        sa.UniqueConstraint("email", name="uq_users_email"),
    )
    op.create_table(
        "invoices",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(16), nullable=False, server_default=sa.text("'OPEN'")),
        sa.Column("total", sa.Numeric(12, 2), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_invoices_user_id_users", ondelete="CASCADE"),
        sa.CheckConstraint("total >= 0", name="ck_invoices_total"),
    )
    op.create_index("ix_invoices_user_id", "invoices", ["user_id"])
)";

/// Small enough that one input cannot take long.
inline const replay::RunLimits kLimits{.steps = 20'000, .depth = 50, .forks = 8, .milliseconds = 500};

inline Schema start_on(Dialect dialect) {
    return replay::run_function(kStart, "start.py", "upgrade", Schema{.dialect = dialect}).after;
}

inline const plan::Heads& heads() {
    static const plan::Heads start{start_on(Dialect::postgresql), start_on(Dialect::sqlite)};
    return start;
}

inline const Schema& head_on(Dialect dialect) {
    return dialect == Dialect::postgresql ? heads().postgresql : heads().sqlite;
}

/// Both functions of a file on one database.
struct Both {
    replay::Run up;
    replay::Run down;

    /// True when nothing in it was unknown, and nothing would be refused.
    bool is_sound() const {
        for (const replay::Run* run : {&up, &down}) {
            if (!run->complete || !run->after.doubts.empty()) return false;
            for (const replay::Remark& remark : run->remarks) {
                if (remark.kind != replay::Remark::Kind::note) return false;
            }
        }
        return true;
    }
};

inline Both run_both(const std::string& text, Dialect dialect) {
    Both both;
    both.up = replay::run_function(text, "fuzzed.py", "upgrade", head_on(dialect), kLimits);
    both.down = replay::run_function(text, "fuzzed.py", "downgrade", both.up.after, kLimits);
    return both;
}

}  // namespace migrate::fuzz
