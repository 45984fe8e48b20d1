((regex) @injection.content
  (#set! injection.language "regex"))

((comment) @injection.content
  (#set! injection.language "comment"))

; What the engines take as a text of another language.
((entry
  key: (property_name) @_key
  value: [
    (multiline_raw_string (string_content) @injection.content)
    (multiline_string (string_content) @injection.content)
  ])
  (#any-of? @_key "UserData" "userData" "user_data")
  (#set! injection.language "bash"))

((entry
  key: (property_name) @_key
  value: [
    (multiline_raw_string (string_content) @injection.content)
    (raw_string (string_content) @injection.content)
  ])
  (#any-of? @_key "ZipFile" "FunctionCode")
  (#set! injection.language "javascript"))
