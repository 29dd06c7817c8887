"""Files that Streamlit holds in memory: as long as the page is open, also where their field is gone."""

from collections.abc import Iterable

from streamlit.runtime import Runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile, UploadFileUrlInfo


def files_of(session_id: str) -> frozenset[str]:
    """The ids of the files that are in memory for this session."""
    return frozenset(_memory().file_storage.get(session_id, {}))


def let_go(files: Iterable[UploadedFile]) -> None:
    """Takes uploaded files of this session out of memory, once they are kept elsewhere."""
    context = get_script_run_ctx()
    if context is not None:
        for file in files:
            _memory().remove_file(context.session_id, file.file_id)


def next_upload(name: str) -> UploadFileUrlInfo | None:
    """Where this session may send one more file; None where there is no server, as in AppTest."""
    context = get_script_run_ctx()
    if context is None or not Runtime.exists():
        return None
    (place,) = _memory().get_upload_urls(context.session_id, [name])
    return place


def uploaded(file_id: str) -> bytes | None:
    """A file of this session; None where it never came."""
    context = get_script_run_ctx()
    files = _memory().get_files(context.session_id, [file_id]) if context is not None else []
    return files[0].data if files else None


def _memory() -> MemoryUploadedFileManager:
    held = Runtime.instance().uploaded_file_mgr
    assert isinstance(held, MemoryUploadedFileManager)
    return held
