# lv_embed(TARGET NAMESPACE FILES...): makes a library of files as bytes.
#   namespace NAMESPACE { struct File { std::string_view path, data; }; std::span<const File> Files(); }
# `path` is relative to the calling folder. Header: "<target>.h".
set(LV_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_DIR}/embed.py)
find_program(LV_PYTHON NAMES /usr/bin/python3 python3 REQUIRED)
function(lv_embed target namespace)
  set(out ${CMAKE_CURRENT_BINARY_DIR}/${target})
  set(files)
  foreach(file ${ARGN})
    list(APPEND files ${CMAKE_CURRENT_SOURCE_DIR}/${file})
  endforeach()
  add_custom_command(
    OUTPUT ${out}/${target}.cc ${out}/${target}.h
    COMMAND ${LV_PYTHON} ${LV_EMBED_SCRIPT} ${out} ${target} ${namespace} ${CMAKE_CURRENT_SOURCE_DIR} ${ARGN}
    DEPENDS ${LV_EMBED_SCRIPT} ${files}
    VERBATIM)
  add_library(${target} STATIC ${out}/${target}.cc ${out}/${target}.h)
  target_include_directories(${target} PUBLIC ${out})
endfunction()
