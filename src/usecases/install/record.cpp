#include "usecases/install/record.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/attempt.h"
#include "base/files.h"
#include "base/hash.h"
#include "base/write.h"
#include "operations/json_text.h"

namespace migrate::usecases {

namespace {

constexpr const char* kFile = "/record.json";
constexpr const char* kBefore = "/before";
constexpr const char* kAfter = "/after";

std::optional<std::string> content_of(const std::string& path) {
    const Result<std::string> read = base::read_file(path);
    return read ? std::optional(*read) : std::nullopt;
}

std::optional<Record> read_record(const std::string& folder) {
    const nlohmann::json json = read_json(content_of(folder + kFile).value_or(""));
    if (!json.is_object()) return std::nullopt;
    try {
        return Record{.host = json.at("host"),
                      .project = json.at("project"),
                      .path = json.at("path"),
                      .before = content_of(folder + kBefore),
                      .after = content_of(folder + kAfter),
                      .group = json.at("group"),
                      .mode = json.at("mode"),
                      .made = json.at("made"),
                      .undo = json.at("undo")};
    } catch (const nlohmann::json::exception&) {
        return std::nullopt;
    }
}

}  // namespace

std::string record_folder(const std::string& data, const Record& record) {
    return data + "/records/" + base::hash64(record.path.empty() ? "command " + record.host : record.path);
}

std::vector<Record> read_records(const std::string& data) {
    std::vector<Record> records;
    const auto folders = base::list_directory(data + "/records");
    if (!folders) return records;
    for (const base::DirectoryEntry& folder : *folders) {
        if (std::optional<Record> record = read_record(data + "/records/" + folder.name)) records.push_back(*record);
    }
    return records;
}

Result<void> write_record(const std::string& data, const Record& record) {
    const std::string folder = record_folder(data, record);
    TRY(base::create_directories(folder));
    const nlohmann::ordered_json json = {{"host", record.host},   {"project", record.project}, {"path", record.path},
                                         {"group", record.group}, {"mode", record.mode},       {"made", record.made},
                                         {"undo", record.undo}};
    for (const auto& [name, text] : {std::pair(kBefore, record.before), std::pair(kAfter, record.after)}) {
        if (text)
            TRY(base::write_cache_file(folder + name, *text));
        else
            base::remove_cache_file(folder + name);
    }
    return base::write_cache_file(folder + kFile, json.dump(2) + "\n");
}

void remove_record(const std::string& data, const Record& record) {
    static_cast<void>(base::remove_tree(record_folder(data, record)));
    base::remove_empty_directory(data + "/records");
}

}  // namespace migrate::usecases
