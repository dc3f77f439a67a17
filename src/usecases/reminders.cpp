#include "usecases/reminders.h"

#include <algorithm>

#include "base/text.h"

namespace migrate::usecases {

namespace {

constexpr std::size_t kMaxShown = 6;

std::string shown(const std::vector<std::string>& texts) {
    const std::vector<std::string> first(
        texts.begin(), texts.begin() + static_cast<std::ptrdiff_t>(std::min(texts.size(), kMaxShown)));
    return base::join(first, "; ") +
           (texts.size() > kMaxShown ? " and " + std::to_string(texts.size() - kMaxShown) + " more" : "");
}

}  // namespace

void add_reminders(const project::HouseRules& rules, Review& review) {
    int step = 0;
    for (const project::Reminder& reminder : rules.reminders) {
        review.messages.push_back({.kind = Message::Kind::reminder,
                                   .text = base::replace_all(reminder.text, "{path}", review.path),
                                   .command = base::replace_all(reminder.command, "{path}", review.path),
                                   .step = ++step});
    }
}

void add_unknown(const Meeting& meeting, Review& review) {
    if (meeting.unknown.empty()) return;
    review.messages.push_back(
        {.kind = Message::Kind::warning,
         .text = "the branches hold what could not be read, so a conflict there would not have been seen: " +
                 shown(meeting.unknown),
         .code = "not_all_read"});
}

Error conflict_error(const Meeting& meeting) {
    return {"conflict", "the branches cannot stand together: " + shown(meeting.conflicts),
            "change one of the two migrations, then ask again", ""};
}

}  // namespace migrate::usecases
