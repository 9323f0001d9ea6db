"""What waits: functions of well-known libraries by the category of what they wait for (data).

A line is a module and its functions; `*` is all of them. A name stands for every arity.
"""

from dralint.analysis.calls.closure_table import words

CATEGORIES = {
    "http": "waits for HTTP",
    "mail": "waits for a mail to be sent",
    "os": "waits for an operating system command",
    "net": "waits for the network",
    "rpc": "waits for another node",
    "lock": "waits for a global lock",
    "stdin": "waits for input",
    "await": "waits for a task",
    "message": "waits for a message",
    "sleep": "sleeps",
    "extra": "waits",
    "kdf": "computes a slow hash",
    "call-infinity": "waits without limit for another process",
    "calls": "waits for another process again and again",
    "call": "waits for another process",
    "reply": "waits for a message, up to a limit",
    "db": "waits for a data store",
    "file": "reads or writes files",
}
"""The categories, and what is said of a function that is in one. Where a call leads to several, the
first speaks for it."""

_VERBS = "get post put patch delete head options request"
_HTTP = " ".join(f"{verb} {verb}!" for verb in _VERBS.split())

_TABLE = {
    "sleep": """
        Process: sleep
        :timer: sleep
    """,
    "message": """
        Kernel: receive
    """,
    "http": f"""
        HTTPoison: {_HTTP}
        HTTPotion: {_HTTP}
        Req: {_HTTP} run run!
        Tesla: {_HTTP} trace trace!
        Finch: request request! stream stream! stream_while
        Mojito: get post put patch delete head options request
        :httpc: request
        :hackney: request get post put patch delete head body
        :ibrowse: send_req send_req_direct
        :fusco: request
        :gun: await await_body await_up
        ExAws: request request! stream!
        Neuron: query mutate subscription
        OAuth2.Client: get_token get_token! refresh_token refresh_token! {_HTTP}
        Goth.Token: fetch for_scope
        Nostrum.Api: *
        GoogleApi: *
        Ethereumex.HttpClient: *
    """,
    "mail": """
        Swoosh.Mailer: deliver deliver_many
        Bamboo.Mailer: deliver_now deliver_now!
        :gen_smtp_client: send_blocking
    """,
    "await": """
        Task: await await_many yield yield_many async_stream
        Task.Supervisor: async_stream async_stream_nolink
        Flow: run
        FLAME: call
    """,
    "rpc": """
        :rpc: call multicall block_call yield eval_everywhere
        :erpc: call multicall
        GenServer: multi_call
        :gen_server: multi_call
    """,
    "lock": """
        :global: trans sync set_lock
    """,
    "os": """
        System: cmd shell
        :os: cmd
        MuonTrap: cmd
        Rambo: run
        Porcelain: exec shell
        Mogrify: save create identify verbose
        FFmpex: execute
    """,
    "net": """
        :gen_tcp: connect recv accept
        :gen_udp: recv
        :ssl: connect handshake recv transport_accept
        :inet_res: resolve lookup getbyname gethostbyname
        :inet: gethostbyname gethostbyaddr getaddr getaddrs
        :ssh: connect
        :ssh_connection: exec
        :eldap: open search simple_bind
        Mint.HTTP: connect
        Mint.HTTP1: connect
        Mint.HTTP2: connect
        Socket.TCP: connect connect! accept accept!
        SSHEx: run cmd!
    """,
    "stdin": """
        IO: gets getn
    """,
    "kdf": """
        Bcrypt: hash_pwd_salt verify_pass no_user_verify add_hash check_pass
        Argon2: hash_pwd_salt verify_pass no_user_verify add_hash check_pass
        Pbkdf2: hash_pwd_salt verify_pass no_user_verify add_hash check_pass
        Comeonin.Bcrypt: hashpwsalt checkpw dummy_checkpw
        Comeonin.Argon2: hashpwsalt checkpw dummy_checkpw
        :crypto: pbkdf2_hmac
    """,
    "call": """
        GenServer: call
        :gen_server: call
        :gen_statem: call
        GenStage: call
        GenStateMachine: call
    """,
    "db": """
        Ecto.Adapters.SQL: query query! query_many query_many!
        Postgrex: query query! execute execute! transaction
        MyXQL: query query! execute execute!
        Xandra: execute execute! prepare prepare! run stream_pages!
        Xandra.Cluster: execute execute! prepare prepare!
        Exqlite.Sqlite3: execute step
        Redix: command command! pipeline pipeline! transaction_pipeline transaction_pipeline!
        Mongo: find find_one insert_one insert_many update_one update_many delete_one delete_many
        Memento: transaction transaction!
        :mnesia: transaction sync_transaction wait_for_tables create_table add_table_copy
        DeltaCrdt: read get put mutate to_map take delete drop merge
        CQEx.Query: call call!
        CQEx.Client: new!
        Extreme: execute
        Ash: read read! read_one read_one! get get! load load! create create! update update! \
destroy destroy! count count! exists? bulk_create bulk_create! bulk_update bulk_update!
    """,
    "file": """
        File: read read! write write! cp cp! cp_r cp_r! rm_rf rm_rf! ls ls! stream!
        Path: wildcard
        :file: read_file write_file consult list_dir
        :zip: extract unzip create zip
        :erl_tar: extract create
    """,
}

TABLE: dict[str, dict[str, str]] = {}
"""Categories by module and function."""
for _category, _lines in _TABLE.items():
    for _line in _lines.strip().splitlines():
        _module, _, _names = _line.strip().rpartition(": ")
        for _name in _names.split():
            TABLE.setdefault(_module, {})[_name] = _category

WHOLE = frozenset(module for module, names in TABLE.items() if "*" in names)
"""Modules that stand for all modules below them too."""

_REPO = words(
    """
    all one one! get get! get_by get_by! exists? aggregate preload reload reload! stream query
    query! query_many insert insert! update update! delete delete! insert_or_update
    insert_or_update! insert_all update_all delete_all transaction transact checkout
    """
)

REPO = dict.fromkeys(sorted(_REPO), "db")
"""What `use Ecto.Repo` generates that waits."""

GENERATED: dict[str, dict[str, str]] = {
    "Tesla": dict.fromkeys([*_HTTP.split(), "trace", "trace!"], "http"),
    "HTTPoison.Base": dict.fromkeys(_HTTP.split(), "http"),
    "HTTPotion.Base": dict.fromkeys(_HTTP.split(), "http"),
    "Swoosh.Mailer": dict.fromkeys(("deliver", "deliver!", "deliver_many"), "mail"),
    "Bamboo.Mailer": dict.fromkeys(("deliver_now", "deliver_now!"), "mail"),
    "Ecto.Repo": REPO,
    "Instream.Connection": {"query": "db", "write": "db"},
}
"""Functions that wait by the module whose `use` generates them."""
