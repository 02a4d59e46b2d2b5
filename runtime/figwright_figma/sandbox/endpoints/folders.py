"""Teams' folders and the files in them; projects are the folders at the top of a team."""

from __future__ import annotations

from figwright_figma.sandbox.calls import Call, operation
from figwright_figma.sandbox.times import iso
from figwright_figma.sandbox.world import File, Folder, Json, Team


@operation("getTeamProjects")
def get_team_projects(call: Call) -> Json:
    team = call.team()
    projects = [{"id": each.id, "name": each.name} for each in _folders(call, team, None)]
    return {"name": team.name, "projects": projects}


@operation("getProjectMeta")
def get_project_meta(call: Call) -> Json:
    return _meta(call, call.folder("project_id"))


@operation("getProjectFiles")
def get_project_files(call: Call) -> Json:
    return _listing(call, call.folder("project_id"))


@operation("getTeamFolders")
def get_team_folders(call: Call) -> Json:
    team = call.team()
    return {"name": team.name, "folders": [_shown(each) for each in _folders(call, team, None)]}


@operation("getFolderFolders")
def get_folder_folders(call: Call) -> Json:
    folder = call.folder()
    return {"name": folder.name, "folders": [_shown(each) for each in _folders(call, folder.team, folder)]}


@operation("getFolderFiles")
def get_folder_files(call: Call) -> Json:
    return _listing(call, call.folder())


@operation("getFolderMeta")
def get_folder_meta(call: Call) -> Json:
    return _meta(call, call.folder())


def _folders(call: Call, team: Team, parent: Folder | None) -> list[Folder]:
    return [each for each in call.world.folders.values() if each.team is team and each.parent is parent]


def _shown(folder: Folder) -> Json:
    return {"id": folder.id, "name": folder.name, "parent_folder_id": folder.parent.id if folder.parent else None}


def _files(call: Call, folder: Folder) -> list[File]:
    return [file for file in call.world.files.values() if file.folder is folder and file.main_file is None]


def _listing(call: Call, folder: Folder) -> Json:
    files = []
    for file in _files(call, folder):
        entry = _entry(file)
        if call.query["branch_data"]:
            entry["branches"] = [_entry(branch) for branch in file.branches]
        files.append(entry)
    return {"name": folder.name, "files": files}


def _entry(file: File) -> Json:
    return {
        "key": file.key,
        "name": file.name,
        "thumbnail_url": file.thumbnail_url,
        "last_modified": iso(file.last_modified),
    }


def _meta(call: Call, folder: Folder) -> Json:
    files = _files(call, folder)
    newest = max((file.last_modified for file in files), default=folder.created_at)
    return {
        "id": folder.id,
        "name": folder.name,
        "thumbnail_url": files[0].thumbnail_url if files else None,
        "file_count": len(files),
        "updated_at": iso(newest),
        "created_at": iso(folder.created_at),
    }
