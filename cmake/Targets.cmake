# lv_library, lv_executable and lv_test: every target of ours is made by one of these, so that warnings,
# include paths and labels are the same everywhere.

add_library(lv_options INTERFACE)
target_include_directories(lv_options INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(lv_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual
  -Wnull-dereference -Wimplicit-fallthrough -Werror)
option(LEGEVAKT_HARDEN "Hardening flags" OFF)
if(LEGEVAKT_HARDEN)
  target_compile_options(lv_options INTERFACE
    -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -D_GLIBCXX_ASSERTIONS -fstack-protector-strong -fstack-clash-protection
    -fcf-protection=full)
  target_link_options(lv_options INTERFACE -Wl,-z,relro,-z,now,-z,noexecstack)
endif()

# Boost.Asio and Beast: link this, after lv_options, in what includes them. GCC 12 sees null pointers in Asio's
# any_executor that are not there, and says so in our files because it inlines them.
add_library(lv_asio INTERFACE)
target_link_libraries(lv_asio INTERFACE Boost::headers Threads::Threads)
target_compile_options(lv_asio INTERFACE -Wno-null-dereference)

# lv_library(NAME SOURCES a.cc b.cc DEPS x y [PRIVATE_DEPS z])
function(lv_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS;PRIVATE_DEPS" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_link_libraries(${name} PUBLIC ${ARG_DEPS} PRIVATE lv_options ${ARG_PRIVATE_DEPS})
  target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR})
  set_property(GLOBAL APPEND PROPERTY LV_LIBRARIES ${name})
endfunction()

# lv_executable(NAME SOURCES main.cc DEPS x y)
function(lv_executable name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE lv_options ${ARG_DEPS})
endfunction()

# lv_test(NAME SOURCES a_test.cc DEPS x LABEL domain): a GoogleTest program, one CTest entry for the whole of it.
function(lv_test name)
  cmake_parse_arguments(ARG "" "LABEL" "SOURCES;DEPS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE lv_options ${ARG_DEPS} GTest::gtest GTest::gmock GTest::gtest_main)
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABEL}" TIMEOUT 300)
  set_property(GLOBAL APPEND PROPERTY LV_TESTS ${name})
endfunction()
