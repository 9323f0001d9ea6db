"""What well-known libraries define, so that an import of them can be resolved (data).

Only what a rule asks for needs to stand here.
"""

from .behaviours import arities

LIBRARY = {
    "Ecto.Migration": arities("execute/1,2 execute_file/1,2 repo/0 prefix/0 flush/0"),
    "ExUnit.Callbacks": arities(
        "start_supervised/1,2 start_supervised!/1,2 start_link_supervised!/1,2 stop_supervised/1 "
        "stop_supervised!/1 on_exit/1,2"
    ),
    "Phoenix.Component": arities("assign/2,3 assign_new/3 update/3"),
    "Phoenix.Controller": arities(
        "action_name/1 controller_module/1 html/2 json/2 text/2 redirect/2 render/2,3,4 "
        "put_flash/3 put_view/2 put_layout/2 put_root_layout/2 send_download/2,3 "
        "put_secure_browser_headers/1,2 scrub_params/2 view_module/1 endpoint_module/1"
    ),
    "Phoenix.HTML": arities("raw/1 html_escape/1 safe_to_string/1 javascript_escape/1"),
    "Phoenix.LiveView": arities(
        "assign_async/3,4 start_async/3,4 cancel_async/2,3 stream_async/4 attach_hook/4 "
        "connected?/1 consume_uploaded_entries/3 consume_uploaded_entry/3 allow_upload/3 "
        "get_connect_info/2 get_connect_params/1 push_event/3 push_navigate/2 push_patch/2 "
        "put_flash/3 redirect/2 send_update/2,3 send_update_after/3,4 stream/3,4 "
        "stream_insert/3,4 stream_delete/3 uploaded_entries/2"
    ),
    "Plug.Conn": arities(
        "assign/3 chunk/2 clear_session/1 configure_session/2 delete_session/2 "
        "fetch_cookies/1,2 fetch_query_params/1,2 fetch_session/1,2 get_peer_data/1 "
        "get_req_header/2 get_resp_header/2 get_session/1,2,3 halt/1 merge_assigns/2 "
        "put_private/3 put_req_header/3 put_resp_content_type/2,3 put_resp_cookie/3,4 "
        "put_resp_header/3 put_session/3 put_status/2 read_body/1,2 register_before_send/2 "
        "request_url/1 resp/3 send_chunked/2 send_file/3,4,5 send_resp/1,3"
    ),
}
