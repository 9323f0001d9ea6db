"""Functions whose result carries nothing of what an attacker wrote (data)."""

CLEAN = frozenset(
    """
    String.to_existing_atom String.to_integer String.to_float String.length String.valid?
    String.contains? String.starts_with? String.ends_with? String.match? String.equivalent?
    List.to_existing_atom :erlang.binary_to_existing_atom :erlang.list_to_existing_atom
    :erlang.binary_to_integer :erlang.list_to_integer :erlang.phash2 Module.safe_concat
    Integer.parse Integer.to_string Float.parse Decimal.new Decimal.parse Decimal.cast
    Kernel.length Kernel.byte_size Kernel.map_size Kernel.self Kernel.make_ref Kernel.node
    Kernel.round Kernel.trunc Kernel.div Kernel.rem Kernel.abs Kernel.is_nil Kernel.is_binary
    Kernel.is_map Kernel.is_list Kernel.is_atom Kernel.is_integer Kernel.match? Kernel.tuple_size
    Enum.count Enum.any? Enum.all? Enum.empty? Enum.member? Enum.sum Enum.find_index
    Map.has_key? Keyword.has_key? MapSet.member? Regex.match? Kernel.struct_name
    Date.from_iso8601 Date.from_iso8601! DateTime.from_iso8601 NaiveDateTime.from_iso8601
    Time.from_iso8601 DateTime.from_unix DateTime.from_unix! Date.to_iso8601 DateTime.to_iso8601
    DateTime.utc_now DateTime.now NaiveDateTime.utc_now Date.utc_today System.system_time
    System.monotonic_time System.unique_integer :rand.uniform :crypto.strong_rand_bytes
    :crypto.hash :crypto.mac :crypto.hmac :erlang.md5 Base.encode16 Base.encode32
    Ecto.UUID.cast Ecto.UUID.cast! Ecto.UUID.dump Ecto.UUID.dump! Ecto.UUID.generate UUID.uuid4
    Application.get_env Application.fetch_env Application.fetch_env! Application.compile_env
    Application.compile_env! Application.app_dir :code.priv_dir Application.get_all_env
    System.get_env System.fetch_env System.fetch_env! System.tmp_dir System.tmp_dir!
    Phoenix.Token.verify Phoenix.Token.decrypt Plug.CSRFProtection.get_csrf_token
    Phoenix.Controller.action_name Phoenix.Controller.controller_module
    Phoenix.Controller.get_format Logger.metadata File.exists? File.dir? File.regular?
    File.read File.read! File.ls File.ls! File.stream! File.cwd! File.stat File.stat! File.lstat
    :inet.ntoa Path.wildcard Code.fetch_docs
    """.split()
)
"""They make a number, a boolean or a value that the operator or the program chose."""

HTML = frozenset(
    """
    Phoenix.HTML.html_escape Phoenix.HTML.javascript_escape Phoenix.HTML.Engine.html_escape
    Plug.HTML.html_escape Plug.HTML.html_escape_to_iodata HtmlSanitizeEx.basic_html
    HtmlSanitizeEx.html5 HtmlSanitizeEx.strip_tags HtmlSanitizeEx.markdown_html
    HtmlSanitizeEx.noscrub HtmlSanitizeEx.Scrubber.scrub Jason.encode Jason.encode!
    Phoenix.HTML.Tag.content_tag Phoenix.HTML.Tag.tag Phoenix.HTML.Link.link
    Phoenix.HTML.Format.text_to_html URI.encode URI.encode_www_form URI.encode_query
    Ammonia.clean MDEx.to_html MDEx.to_html!
    """.split()
)
"""They make HTML of a text in which nothing of the text is markup."""

PATHS = frozenset("Path.basename Path.safe_relative Path.safe_relative_to Path.extname".split())
"""They keep a path within its folder, or only the name of its file."""

URLS = frozenset("URI.encode URI.encode_www_form URI.encode_query".split())
"""They make a part of a URL that cannot change its host."""

ERRORS = frozenset(
    """
    Kernel.raise Kernel.throw Kernel.exit Kernel.reraise :erlang.error :erlang.exit
    """.split()
)
"""They do not return."""

GUARDING = ("valid", "sanit", "escape", "quote", "whitelist", "allow", "safe", "permit", "slug")
"""Words in the name of a function that looks at what it is given before it returns it."""
