import {boolean, choice, duration, string, strings, withColumn} from './flag-spec.js'

/** Flags that control how objects become endpoints. docs/external-dns-behaviour.md#sources */
export const NAMES_FLAGS = withColumn({topic: 'Names'})({
  'fqdn-template': strings('Template of host names, in Go template syntax; repeatable'),
  'target-template': strings('Template of targets, for sources that take one; repeatable'),
  'fqdn-target-template': strings('Template that prints host:target pairs; repeatable'),
  'combine-fqdn-annotation': boolean(
    'Add the names of the template to those of the object; default: only for objects without names',
  ),
  'ignore-hostname-annotation': boolean('Do not read hostname annotations; needs --fqdn-template'),
  'ignore-ingress-tls-spec': boolean('Do not use the names in spec.tls of an Ingress'),
  'ignore-ingress-rules-spec': boolean('Do not use the names in spec.rules of an Ingress'),
  'ignore-non-host-network-pods': boolean('Source pod: ignore the annotations of Pods without host network'),
  'pod-source-domain': string('Source pod: give each Pod the name <pod>.<domain> too'),
  'publish-internal-services': boolean('Publish the cluster IP of ClusterIP Services'),
  'publish-host-ip': boolean('Headless Services: publish the host IP of the Pods'),
  'always-publish-not-ready-addresses': boolean('Headless Services: publish addresses that are not ready too'),
  'resolve-service-load-balancer-hostname': boolean(
    'Look up the host name of a load balancer and publish its addresses',
  ),
  'listen-endpoint-events': boolean('Reconcile on EndpointSlice changes', {role: 'no-meaning'}),
  'exclude-unschedulable': boolean('Leave out cordoned nodes (default: true)', {default: true}),
  'expose-internal-ipv6': boolean('Treat internal IPv6 addresses of nodes as public'),
  compatibility: choice('Read the annotations of an older tool too', {
    options: ['mate', 'molecule', 'kops-dns-controller'],
  }),
  'default-targets': strings('Target for names that have none; repeatable'),
  'force-default-targets': boolean('Use --default-targets in place of all other targets (deprecated by external-dns)'),
  'target-net-filter': strings('Keep only targets in this network; repeatable'),
  'exclude-target-net': strings('Drop targets in this network; repeatable'),
  'nat64-networks': strings('Add an A record for AAAA targets in this /96; repeatable'),
  'create-ptr': boolean('Make PTR records; add PTR to --managed-record-types, beside the types in use'),
  'prefer-alias': boolean('Ask for an alias wherever a CNAME would be made'),
  'min-ttl': duration('TTL for names that ask for none', {default: '0s'}),
})
