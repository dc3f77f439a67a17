/// The schema that fuzzed text is read against, on both databases: the sample project's head, which the golden cases
/// are written for, and a table of invoices, which the golden phrases speak of.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

#include "fuzz/law.h"
#include "plan/plan.h"
#include "replay/replay.h"

namespace migrate::fuzz {

inline constexpr const char* kInvoices = R"(
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "invoices"
down_revision = None


def upgrade() -> None:
    uuid_type = sa.String(36).with_variant(postgresql.UUID(as_uuid=True), "postgresql")
    op.create_table(
        "invoices",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("user_id", uuid_type, nullable=False),
        sa.Column("customer_id", uuid_type),
        sa.Column("number", sa.String(32), nullable=False, unique=True),
        sa.Column("status", sa.String(16), nullable=False, server_default=sa.text("'OPEN'")),
        sa.Column("total", sa.Numeric(12, 2), nullable=False),
        sa.Column("notes", sa.Text()),
        sa.Column("quantity", sa.Integer(), server_default="1"),
        sa.Column("issued_on", sa.Date()),
        sa.Column("paid_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_invoices_user_id_users", ondelete="CASCADE"),
        sa.CheckConstraint("total >= 0", name="ck_invoices_total"),
    )
    op.create_index("ix_invoices_user_id", "invoices", ["user_id"])


def downgrade() -> None:
    op.drop_index("ix_invoices_user_id", table_name="invoices")
    op.drop_table("invoices")
)";

/// Small enough that one input cannot take long.
inline const replay::RunLimits kLimits{.steps = 20'000, .depth = 50, .forks = 8, .milliseconds = 500};

/// The texts of the sample project's migrations in their order, which their numbers give, and the invoices.
inline std::vector<std::string> chain_at_start() {
    std::vector<std::filesystem::path> paths;
    const std::string folder = MIGRATE_SOURCE_DIR "/tests/sample/backend/app/migrations/versions";
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() == ".py") paths.push_back(entry.path());
    }
    std::sort(paths.begin(), paths.end());
    std::vector<std::string> texts;
    for (const std::filesystem::path& path : paths) {
        std::ostringstream text;
        text << std::ifstream(path).rdbuf();
        texts.push_back(text.str());
    }
    texts.emplace_back(kInvoices);
    return texts;
}

inline Schema start_on(Dialect dialect) {
    Schema schema{.dialect = dialect};
    for (const std::string& text : chain_at_start()) {
        replay::Run run = replay::run_function(text, "start.py", "upgrade", schema);
        schema = std::move(run.after);
    }
    if (schema.tables.size() < 10 || !schema.doubts.empty()) broken("the schema at start is there, and certain", "");
    return schema;
}

inline const plan::Heads& heads() {
    static const plan::Heads start{{start_on(Dialect::postgresql), start_on(Dialect::sqlite)}};
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
