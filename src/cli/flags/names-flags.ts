import {type FlagRows, withColumn} from './flag-spec.js'

/** Flags that control how objects become endpoints. docs/external-dns-behaviour.md#sources */
export const NAMES_FLAGS = withColumn({topic: 'Names'})({
  'fqdn-template': {kind: 'strings', summary: 'Template of host names, in Go template syntax; repeatable'},
  'target-template': {kind: 'strings', summary: 'Template of targets, for sources that take one; repeatable'},
  'fqdn-target-template': {kind: 'strings', summary: 'Template that prints host:target pairs; repeatable'},
  'combine-fqdn-annotation': {
    kind: 'boolean',
    summary: 'Add the names of the template to those of the object; default: only for objects without names',
  },
  'ignore-hostname-annotation': {kind: 'boolean', summary: 'Do not read hostname annotations; needs --fqdn-template'},
  'ignore-ingress-tls-spec': {kind: 'boolean', summary: 'Do not use the names in spec.tls of an Ingress'},
  'ignore-ingress-rules-spec': {kind: 'boolean', summary: 'Do not use the names in spec.rules of an Ingress'},
  'ignore-non-host-network-pods': {
    kind: 'boolean',
    summary: 'Source pod: ignore the annotations of Pods without host network',
  },
  'pod-source-domain': {kind: 'string', summary: 'Source pod: give each Pod the name <pod>.<domain> too'},
  'publish-internal-services': {kind: 'boolean', summary: 'Publish the cluster IP of ClusterIP Services'},
  'publish-host-ip': {kind: 'boolean', summary: 'Headless Services: publish the host IP of the Pods'},
  'always-publish-not-ready-addresses': {
    kind: 'boolean',
    summary: 'Headless Services: publish addresses that are not ready too',
  },
  'resolve-service-load-balancer-hostname': {
    kind: 'boolean',
    summary: 'Look up the host name of a load balancer and publish its addresses',
  },
  'listen-endpoint-events': {kind: 'boolean', role: 'no-meaning', summary: 'Reconcile on EndpointSlice changes'},
  'exclude-unschedulable': {kind: 'boolean', default: true, summary: 'Leave out cordoned nodes (default: true)'},
  'expose-internal-ipv6': {kind: 'boolean', summary: 'Treat internal IPv6 addresses of nodes as public'},
  compatibility: {
    kind: 'enum',
    options: ['mate', 'molecule', 'kops-dns-controller'],
    summary: 'Read the annotations of an older tool too',
  },
  'default-targets': {kind: 'strings', summary: 'Target for names that have none; repeatable'},
  'force-default-targets': {
    kind: 'boolean',
    summary: 'Use --default-targets in place of all other targets (deprecated by external-dns)',
  },
  'target-net-filter': {kind: 'strings', summary: 'Keep only targets in this network; repeatable'},
  'exclude-target-net': {kind: 'strings', summary: 'Drop targets in this network; repeatable'},
  'nat64-networks': {kind: 'strings', summary: 'Add an A record for AAAA targets in this /96; repeatable'},
  'create-ptr': {
    kind: 'boolean',
    summary: 'Make PTR records; add PTR to --managed-record-types, beside the types in use',
  },
  'prefer-alias': {kind: 'boolean', summary: 'Ask for an alias wherever a CNAME would be made'},
  'min-ttl': {kind: 'duration', default: '0s', summary: 'TTL for names that ask for none'},
} as const satisfies FlagRows)
