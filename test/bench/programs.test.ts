import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {CASES, type Case} from '../../bench/cases.js'
import {openExternalDns, openOurs, type Program} from '../../bench/programs.js'

const [WORK] = CASES
const folder = mkdtempSync(join(tmpdir(), 'bench-programs-'))
let ours: Program

beforeAll(() => {
  mkdirSync(join(folder, 'dist'))
  writeFileSync(join(folder, 'dist', 'program.cjs'), '')
  ours = openOurs(folder)
})

afterAll(() => rmSync(folder, {recursive: true}))

/** Any program that knows its version will do. */
const theirs = openExternalDns(process.execPath)
const work = (parts: Partial<Case> = {}): Case => {
  if (WORK === undefined) throw new Error('there is no case')
  return {...WORK, ...parts}
}
const flagsOf = (program: Program, one: Case) =>
  program.commandFor(one, '/kubeconfig').filter((arg) => arg.startsWith('--'))

describe('both programs', () => {
  it.each(CASES)('have the same flags: $name', (one) => {
    const own = flagsOf(ours, one).filter((flag) => flag !== '--yes')
    expect(flagsOf(theirs, one)).toEqual(expect.arrayContaining(own))
  })

  it('do not pause between batches', () => {
    for (const program of [ours, theirs]) expect(flagsOf(program, work())).toContain('--aws-batch-change-interval=0s')
  })

  it('write only where they shall', () => {
    const isWriting = (command: Case['command']) => {
      const [one, other] = [ours, theirs].map((program) => program.commandFor(work({command}), '/kubeconfig'))
      return [one?.includes('apply') && one.includes('--yes'), !other?.includes('--dry-run')]
    }
    expect(isWriting('plan')).toEqual([false, false])
    expect(isWriting('apply')).toEqual([true, true])
  })

  it('read all zones or one', () => {
    const filters = (one: Case) =>
      [ours, theirs].map((program) => flagsOf(program, one).some((flag) => /domain/.test(flag)))
    expect(filters(work())).toEqual([true, true])
    expect(filters(work({takesAllZones: true}))).toEqual([false, false])
  })
})

describe('external-dns', () => {
  it('has its version from the binary, or from before the path', () => {
    expect(theirs.name).toBe(`external-dns ${process.versions.node}`)
    expect(openExternalDns(`0.23.0=${process.execPath}`).name).toBe('external-dns 0.23.0')
    expect(() => openExternalDns('/nowhere/external-dns')).toThrow('ENOENT')
  })

  it('says that there is nothing to do', () => {
    expect(theirs.saysNothingToDo('level=info msg="All records are already up to date"')).toBe(true)
    expect(theirs.saysNothingToDo('level=info msg="Desired change: CREATE web.example.com A"')).toBe(false)
  })
})
