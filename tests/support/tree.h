/// Writes the files of a made-up repository for one test.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

namespace migrate::test {

/// Each file with its text, its folders made as needed; a name that ends in '/' is an empty folder.
inline void write_tree(const std::string& root, const std::vector<std::pair<std::string, std::string>>& files) {
    for (const auto& [name, text] : files) {
        const std::filesystem::path path = std::filesystem::path(root) / name;
        std::filesystem::create_directories(name.ends_with('/') ? path : path.parent_path());
        if (!name.ends_with('/')) std::ofstream(path, std::ios::binary) << text;
    }
}

}  // namespace migrate::test
