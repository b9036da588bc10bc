import {byteLength} from './markdown-escape.js'

/** As many of the parts, from the first on, as `room` bytes hold, a line feed behind each. */
export function fitting(parts: readonly string[], room: number): readonly string[] {
  let used = 0
  const end = parts.findIndex((part) => {
    used += byteLength(part) + 1
    return used > room
  })
  return end < 0 ? parts : parts.slice(0, end)
}
