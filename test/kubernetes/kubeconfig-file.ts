import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {onTestFinished} from 'vitest'

/** A folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kubeconfig-'))
  onTestFinished(() => rmSync(folder, {recursive: true}))
  return folder
}

export function writeFile(folder: string, name: string, text: string): string {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

/** A kubeconfig with one context; `user` is YAML in block style, each line indented by four. */
export function kubeconfig(name: string, server: string, user = '    token: secret', cluster = ''): string {
  return `apiVersion: v1
kind: Config
current-context: ${name}
clusters:
- name: ${name}-cluster
  cluster:
    server: ${server}
${cluster}
contexts:
- name: ${name}
  context:
    cluster: ${name}-cluster
    user: ${name}-user
    namespace: ignored
users:
- name: ${name}-user
  user:
${user}
`
}
