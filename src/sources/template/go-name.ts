/** Go writes these in capitals. Spec sources.md §6.3. */
const INITIALISMS: ReadonlySet<string> = new Set(
  (
    'acl api arn ca cidr cpu crd db dns http https id ip json jwk jwt os pem rbac sql ssl tcp tls ttl udp uid uuid uri ' +
    'url vm xml yaml'
  ).split(' '),
)

/** Where Kubernetes knows an initialism that the list does not. */
const EXCEPTIONS: ReadonlyMap<string, string> = new Map([
  ['fsGroup', 'FSGroup'],
  ['grpc', 'GRPC'],
  ['qosClass', 'QOSClass'],
  ['tty', 'TTY'],
])

/** The Go field that Kubernetes gives a JSON key: `clusterIP` → `ClusterIP`, `dnsName` → `DNSName`, `tls` → `TLS`. */
export function goName(jsonKey: string): string {
  const exception = EXCEPTIONS.get(jsonKey)
  if (exception !== undefined) return exception
  const word = /^[a-z]+/.exec(jsonKey)?.[0] ?? ''
  return INITIALISMS.has(word) ? word.toUpperCase() + jsonKey.slice(word.length) : titleCase(jsonKey)
}

/** The first letter in upper case: what protobuf (Istio, Gloo) does, `http` → `Http`. */
export function titleCase(jsonKey: string): string {
  return jsonKey.slice(0, 1).toUpperCase() + jsonKey.slice(1)
}
