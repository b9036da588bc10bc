import type {PlantedFault} from './faults.js'

/** The source with the fault. @throws Error when what is replaced does not occur exactly once, or is replaced by itself. */
export function plant({name, file, from, to}: Omit<PlantedFault, 'tests'>, source: string): string {
  const parts = source.split(from)
  if (parts.length !== 2 || from === to) {
    throw new Error(`${file}: "${from}" occurs ${parts.length - 1} times; write the fault "${name}" anew`)
  }
  return parts.join(to)
}
