import {spawnSync} from 'node:child_process'
import {existsSync} from 'node:fs'
import {basename, dirname, join} from 'node:path'
import type {Case} from './cases.js'

/** A program that takes the flags of external-dns. */
export type Program = {
  readonly name: string
  readonly isOurs: boolean
  /** The command that does the work of a case. */
  commandFor(work: Case, kubeconfig: string): readonly string[]
  /** The same, with which `saysNothingToDo` can tell whether there was nothing to do. */
  checkFor(work: Case, kubeconfig: string): readonly string[]
  saysNothingToDo(stderr: string): boolean
}

/** Our program in the checkout of this folder, built. */
export function openOurs(folder: string): Program {
  if (!existsSync(join(folder, 'dist', 'program.cjs'))) {
    throw new Error(`There is no built program in ${folder}: run "npm run build" there first.`)
  }
  const commandFor = (work: Case) => [process.execPath, join(folder, 'bin', 'run.js'), work.command, ...flagsFor(work)]
  return {
    name: 'external-dns-ts',
    isOurs: true,
    commandFor: (work) => [...commandFor(work), ...(work.command === 'apply' ? ['--yes'] : [])],
    // Ends with 1 when there are changes.
    checkFor: (work) => [...commandFor(work), '--expect-no-changes'],
    saysNothingToDo: () => true,
  }
}

/** @param entry a path, or `0.23.0=/path` for a binary that does not know its version. */
export function openExternalDns(entry: string): Program {
  const [, label, path = ''] = /^(?:([^=/]+)=)?(.+)$/.exec(entry) ?? []
  const said = spawnSync(path, ['--version'], {encoding: 'utf8'})
  if (said.error !== undefined) throw said.error
  const version = label ?? /\d+\.\d+\.\d+\S*/.exec(`${said.stdout} ${said.stderr}`)?.[0] ?? basename(dirname(path))
  const commandFor = (work: Case, kubeconfig: string) => [
    path,
    '--once',
    '--metrics-address=127.0.0.1:0',
    `--kubeconfig=${kubeconfig}`,
    '--kube-api-qps=1000',
    '--kube-api-burst=1000',
    '--annotation-prefix=external-dns.alpha.kubernetes.io/',
    ...(work.command === 'plan' ? ['--dry-run'] : []),
    ...flagsFor(work),
  ]
  return {
    name: `external-dns ${version}`,
    isOurs: false,
    commandFor: (...work) => [...commandFor(...work), '--log-level=error'],
    checkFor: commandFor,
    saysNothingToDo: (stderr) => stderr.includes('All records are already up to date'),
  }
}

/** The same for all programs; neither pauses between batches. */
function flagsFor({policy = 'sync', takesAllZones}: Case): readonly string[] {
  return [
    '--source=service',
    '--source=ingress',
    ...(takesAllZones === true ? [] : ['--domain-filter=example.com']),
    '--provider=aws',
    `--policy=${policy}`,
    '--registry=txt',
    '--txt-owner-id=bench',
    '--aws-batch-change-interval=0s',
  ]
}
