export type KubeconfigOptions = {
  /** Default `demo`; the cluster and the user have the same name. */
  readonly context?: string
  /** The context's own namespace; default none. */
  readonly namespace?: string
}

/** A kubeconfig with one context, the current one. */
export function kubeconfigText(server: string, token: string | undefined, options: KubeconfigOptions = {}): string {
  const {context = 'demo', namespace} = options
  const name = JSON.stringify(context)
  return [
    'apiVersion: v1',
    'kind: Config',
    `current-context: ${name}`,
    'clusters:',
    `- name: ${name}`,
    '  cluster:',
    `    server: ${JSON.stringify(server)}`,
    // client-node does not use plain HTTP with a server that it has to verify.
    '    insecure-skip-tls-verify: true',
    'users:',
    `- name: ${name}`,
    token === undefined ? '  user: {}' : `  user:\n    token: ${JSON.stringify(token)}`,
    'contexts:',
    `- name: ${name}`,
    '  context:',
    `    cluster: ${name}`,
    `    user: ${name}`,
    ...(namespace === undefined ? [] : [`    namespace: ${JSON.stringify(namespace)}`]),
    '',
  ].join('\n')
}
