/** A folder with more files than this needs subfolders. */
export const MOST_FILES = 25
const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*$/
const DATA = 'bin/house/rooms.mjs'

/**
 * Every folder of `src` needs a row in `rooms`. A folder of `test` mirrors one of them or needs a row in `testRooms`.
 *
 * @param {readonly string[]} paths of `src` and `test`
 * @param {Readonly<Record<string, string>>} rooms
 * @param {Readonly<Record<string, string>>} testRooms
 * @returns {string[]}
 */
export function checkRooms(paths, rooms, testRooms) {
  const folders = [...new Set(paths.map(folderOf))].sort()
  return [
    ...folders.flatMap((folder) => checkFolder(folder, paths, rooms, testRooms)),
    ...staleRows('src', rooms, folders, (room, folder) => folder === room),
    ...staleRows('test', testRooms, folders, (room, folder) => folder === room || folder.startsWith(`${room}/`)),
    ...paths.filter((path) => path.endsWith('.ts')).flatMap(checkName),
    ...paths
      .filter((path) => path.startsWith('src/') && !path.endsWith('.ts'))
      .map((path) => `${path}: src holds TypeScript alone → move it to where it is used`),
  ]
}

function checkFolder(folder, paths, rooms, testRooms) {
  const [top, room] = parts(folder)
  if (top === 'test') {
    const above = room.split('/').map((_part, index, all) => all.slice(0, index + 1).join('/'))
    if (room in rooms || above.some((one) => one in testRooms)) return []
    return [`${folder}: there is no src/${room} → move its files to the room that they test, or add a row to ${DATA}`]
  }
  const count = paths.filter((path) => folderOf(path) === folder).length
  return [
    ...(room in rooms ? [] : [`${folder}: the folder has no row → say in one line of ${DATA} what it holds`]),
    ...(count > MOST_FILES
      ? [`${folder}: ${count} files, more than ${MOST_FILES} → part it into rooms, or join files that are one idea`]
      : []),
  ]
}

function staleRows(top, rows, folders, isIn) {
  return Object.keys(rows)
    .filter((room) => !folders.some((folder) => isIn(room === '.' ? top : `${top}/${room}`, folder)))
    .map((room) => `${DATA}: there is no file in ${top}/${room} → take the row out`)
}

function checkName(path) {
  const names = path.replace(/\.ts$/, '').split(/[/.]/)
  if (names.every((name) => KEBAB.test(name))) return []
  return [`${path}: the name is not in kebab-case → rename it to ${path.replaceAll(/[A-Z_]/g, hyphen)}`]
}

function hyphen(letter, at, path) {
  const isFirst = at === 0 || '/.-'.includes(path[at - 1])
  return `${isFirst ? '' : '-'}${letter === '_' ? '' : letter.toLowerCase()}`
}

function folderOf(path) {
  return path.slice(0, path.lastIndexOf('/'))
}

/**
 * Splits a path after its first folder: `src/plan/decide` into `src` and `plan/decide`. For `src` alone the second part
 * is `.`.
 */
function parts(folder) {
  const [top, ...room] = folder.split('/')
  return [top, room.length === 0 ? '.' : room.join('/')]
}
