#include "cache/store.h"

#include <algorithm>
#include <random>
#include <vector>

#include "base/files.h"
#include "base/write.h"
#include "cache/build_id.h"

namespace migrate::cache {

namespace {

constexpr std::string_view kMagic = "AMKEPT1\n";
constexpr std::size_t kSecretBytes = 32;
constexpr const char* kSecretName = "secret";
constexpr std::string_view kEnding = ".kept";

std::string new_secret() {
    std::random_device random;
    std::string secret;
    while (secret.size() < kSecretBytes) secret += static_cast<char>(random() & 0xFFU);
    return secret;
}

/// The secret of the folder, made where there is none; one of this process alone where the folder cannot be used.
std::string secret_of(const std::string& folder, bool& is_usable) {
    is_usable = !folder.empty() && base::make_private_folder(folder);
    std::string secret;
    const std::string path = base::join_path(folder, kSecretName);
    if (is_usable && base::is_private_file(path)) secret = base::read_file(path, kSecretBytes).value_or("");
    if (secret.size() == kSecretBytes) return secret;
    secret = new_secret();
    // Two who begin at the same time may each make one: what one of them keeps then is nothing to the other.
    if (is_usable) is_usable = base::write_cache_file(path, secret).has_value();
    return secret;
}

}  // namespace

Store::Store(std::string folder, Bounds bounds)
    : folder_(std::move(folder)), bounds_(bounds), hash_(secret_of(folder_, is_usable_)) {}

std::shared_ptr<const void> Store::find_any(const std::string& name, std::type_index type) {
    const std::lock_guard lock(mutex_);
    const auto found = kept_.find(name);
    if (found == kept_.end() || found->second.type != type) return nullptr;
    found->second.last_used = ++clock_;
    return found->second.value;
}

void Store::keep_any(const std::string& name, std::type_index type, std::shared_ptr<const void> value,
                     std::size_t bytes) {
    std::vector<std::shared_ptr<const void>> gone;  // ended without the lock
    const std::lock_guard lock(mutex_);
    const auto let_go = [&](std::map<std::string, Kept>::iterator one) {
        kept_bytes_ -= one->second.bytes;
        gone.push_back(std::move(one->second.value));
        kept_.erase(one);
    };
    if (const auto old = kept_.find(name); old != kept_.end()) let_go(old);
    if (bytes > bounds_.memory) return;
    while (kept_bytes_ + bytes > bounds_.memory) {
        let_go(std::min_element(kept_.begin(), kept_.end(),
                                [](const auto& a, const auto& b) { return a.second.last_used < b.second.last_used; }));
    }
    kept_bytes_ += bytes;
    kept_.emplace(name, Kept{type, std::move(value), bytes, ++clock_});
}

std::string Store::path_of(const std::string& name) const {
    return base::join_path(folder_, base::hash128(name) + std::string(kEnding));
}

/// Says that the bytes are whole, of this name, and written by this build and with this user's secret.
std::string Store::header_of(const std::string& name, std::string_view bytes) const {
    const base::Fingerprint made = hash_({kBuildId, "\n", name, "\n", bytes});
    std::string header(kMagic);
    for (const std::uint64_t word : {made.high, made.low}) {
        for (unsigned shift = 0; shift < 64; shift += 8) header += static_cast<char>((word >> shift) & 0xFFU);
    }
    return header;
}

bool Store::is_apart(const std::string& root) const {
    return root.empty() || !base::is_inside(root, folder_);
}

std::optional<std::string> Store::read(const std::string& name, const std::string& apart_from) const {
    if (!is_usable_ || !is_apart(apart_from)) return std::nullopt;
    const std::string path = path_of(name);
    if (!base::is_private_file(path)) return std::nullopt;
    Result<std::string> text = base::read_file(path, bounds_.one_file);
    if (!text) return std::nullopt;
    const std::size_t size = header_of(name, {}).size();
    if (text->size() < size || text->substr(0, size) != header_of(name, std::string_view(*text).substr(size)))
        return std::nullopt;
    return text->substr(size);
}

void Store::write(const std::string& name, std::string_view bytes, const std::string& apart_from) const {
    std::string text = header_of(name, bytes);
    text += bytes;
    if (!is_usable_ || text.size() > bounds_.one_file || !is_apart(apart_from)) return;
    make_room(text.size());
    static_cast<void>(base::write_cache_file(path_of(name), text));
}

/// Takes the oldest files out until as many bytes fit in.
void Store::make_room(std::size_t bytes) const {
    auto entries = base::list_directory(folder_);
    if (!entries) return;
    // What was being written when its writer was killed is one of the oldest soon.
    std::erase_if(*entries, [](const base::DirectoryEntry& entry) {
        return entry.kind != base::EntryKind::file || entry.is_link || entry.name == kSecretName;
    });
    std::ranges::sort(*entries, {}, &base::DirectoryEntry::modified_ns);
    std::size_t all = bytes;
    for (const base::DirectoryEntry& entry : *entries) all += entry.size;
    for (const base::DirectoryEntry& entry : *entries) {
        if (all <= bounds_.folder) return;
        base::remove_cache_file(base::join_path(folder_, entry.name));
        all -= entry.size;
    }
}

void Store::note_use() {
    const std::lock_guard lock(mutex_);
    ++used_;
}

State Store::state() const {
    State state{.folder = folder_};
    if (folder_.empty()) state.problem = "the system names no folder for caches";
    if (!folder_.empty() && !is_usable_) state.problem = "it cannot be written, or others may use it";
    if (is_usable_) {
        if (const auto entries = base::list_directory(folder_)) {
            for (const base::DirectoryEntry& entry : *entries) {
                if (!entry.name.ends_with(kEnding) || entry.name.starts_with('.')) continue;
                ++state.files;
                state.bytes += entry.size;
            }
        }
    }
    const std::lock_guard lock(mutex_);
    state.used = used_;
    return state;
}

}  // namespace migrate::cache
