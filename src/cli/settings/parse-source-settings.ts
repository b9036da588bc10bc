import {isIPv6} from 'node:net'
import type {Parsed} from '../../dns/parsed.js'
import {suggestFor} from '../../errors/suggestion.js'
import type {Resource} from '../../kubernetes/objects.js'
import {LEGACY_PREFIX} from '../../sources/object/annotations.js'
import {mentionsKey, parseAnnotationSelector, parseLabelSelector, type Selector} from '../../sources/object/selector.js'
import type {SourceSettings} from '../../sources/source-settings.js'
import {SOURCE_NAMES} from '../../sources/sources.js'
import {parseFqdnTemplate, type Template} from '../../sources/template/fqdn-template.js'
import type {FlagOrigins} from '../command-line/argv.js'
import type {SettingValues} from '../flags/setting-flags.js'
import {usageError} from '../usage-error.js'
import {withoutEmpty} from './parse-plan-settings.js'

const CLASS_ANNOTATION = 'kubernetes.io/ingress.class'
const SERVICE_TYPES = ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'] as const

export function parseSourceSettings(values: SettingValues, flagOrigins: FlagOrigins): SourceSettings {
  const fqdnTemplate = parseTemplate('fqdn-template', values['fqdn-template'])
  const managedRecordTypes = withoutEmpty(values['managed-record-types'])
  if (values['ignore-hostname-annotation'] && fqdnTemplate === undefined) {
    const happened = '--ignore-hostname-annotation is set without --fqdn-template: most objects would have no name.'
    throw usageError(happened, ['add --fqdn-template, or drop --ignore-hostname-annotation'])
  }
  if (values['create-ptr'] && !managedRecordTypes.includes('PTR')) {
    const others = managedRecordTypes.map((type) => `--managed-record-types=${type}`).join(' ')
    const fix = `add --managed-record-types=PTR to ${others}`
    throw usageError('--create-ptr is set, but PTR is not among --managed-record-types.', [fix])
  }
  const annotationFilter = parseSelector('annotation-filter', parseAnnotationSelector(values['annotation-filter']))
  const ingressClasses = values['ingress-class']
  const sources = checkSources(values.source)
  if (sources.includes('ingress') && ingressClasses.length > 0 && mentionsKey(annotationFilter, CLASS_ANNOTATION)) {
    const fix = 'set it once, with --ingress-class'
    throw usageError(`--ingress-class is set, and --annotation-filter asks for ${CLASS_ANNOTATION} too.`, [fix])
  }
  return {
    sources,
    namespace: parseNamespace(values, flagOrigins),
    annotationFilter,
    labelFilter: parseSelector('label-filter', parseLabelSelector(values['label-filter'])),
    annotationPrefixes: parseAnnotationPrefixes(values, flagOrigins),
    copiesLegacyAnnotations: values['enable-legacy-annotation-prefix'],
    ingressClasses,
    serviceTypeFilter: parseServiceTypes(values['service-type-filter']),
    gatewayName: values['gateway-name'],
    gatewayNamespace: values['gateway-namespace'],
    gatewayLabelFilter: parseSelector('gateway-label-filter', parseAnnotationSelector(values['gateway-label-filter'])),
    readsListenerSets: values['gateway-listener-sets'],
    openshiftRouterName: values['openshift-router-name'],
    traefikGroups: parseTraefikGroups(values),
    glooNamespaces: parseGlooNamespaces(values),
    routeGroupVersion: parseRouteGroupVersion(values['skipper-routegroup-groupversion']),
    fqdnTemplate,
    targetTemplate: parseTemplate('target-template', values['target-template']),
    fqdnTargetTemplate: parseTemplate('fqdn-target-template', values['fqdn-target-template']),
    combinesFqdnAnnotation: values['combine-fqdn-annotation'],
    ignoresHostnameAnnotation: values['ignore-hostname-annotation'],
    ignoresIngressTlsSpec: values['ignore-ingress-tls-spec'],
    ignoresIngressRulesSpec: values['ignore-ingress-rules-spec'],
    publishesInternalServices: values['publish-internal-services'],
    publishesHostIp: values['publish-host-ip'],
    alwaysPublishesNotReadyAddresses: values['always-publish-not-ready-addresses'],
    resolvesLoadBalancerHostname: values['resolve-service-load-balancer-hostname'],
    excludesUnschedulable: values['exclude-unschedulable'],
    exposesInternalIpv6: values['expose-internal-ipv6'],
    ignoresNonHostNetworkPods: values['ignore-non-host-network-pods'],
    podSourceDomain: values['pod-source-domain'],
    unstructuredResources: parseUnstructuredResources(values),
    connectorServer: values['connector-source-server'],
    compatibility: values.compatibility,
    defaultTargets: withoutEmpty(values['default-targets']),
    forcesDefaultTargets: values['force-default-targets'],
    targetNetFilter: withoutEmpty(values['target-net-filter']),
    excludeTargetNet: withoutEmpty(values['exclude-target-net']),
    nat64Networks: withoutEmpty(values['nat64-networks']).map(parseNat64Network),
    createsPtr: values['create-ptr'],
    prefersAlias: values['prefer-alias'],
    minTtlSeconds: parseMinTtl(values['min-ttl']),
    managedRecordTypes,
    provider: values.provider,
  }
}

function parseNamespace(values: SettingValues, flagOrigins: FlagOrigins): string {
  if (!values['all-namespaces']) return values.namespace
  if (flagOrigins.get('namespace') === 'command line' && values.namespace !== '') {
    const fix = 'keep the one you mean'
    throw usageError(`--all-namespaces and --namespace=${values.namespace} exclude each other.`, [fix])
  }
  return ''
}

function parseTemplate(flag: string, texts: readonly string[]): Template | undefined {
  const template = parseFqdnTemplate(texts)
  if (template.ok) return template.value
  const {message, line, column} = template.problem
  const where = line === 1 ? `column ${column}` : `line ${line}, column ${column}`
  const fix = 'check it against the syntax of Go templates, for example --fqdn-template={{.Name}}.example.com'
  throw usageError(`--${flag} is not a valid template: ${message} (${where} of "${texts.join(',')}").`, [fix])
}

function parseSelector(flag: string, selector: Parsed<Selector>): Selector {
  if (selector.ok) return selector.value
  const fix = `write it as for kubectl: --${flag}='tier=front,env in (prod,stage)'`
  throw usageError(`--${flag}: ${selector.problem}.`, [fix])
}

function parseAnnotationPrefixes(values: SettingValues, flagOrigins: FlagOrigins): readonly string[] {
  const prefixes = values['annotation-prefix']
  for (const prefix of prefixes) {
    if (prefix.endsWith('/') && prefix.length > 1) continue
    const fix = `write --annotation-prefix=${prefix.replace(/\/+$/, '') || 'external-dns.kubernetes.io'}/`
    throw usageError(`--annotation-prefix is "${prefix}", which does not end in a slash.`, [fix])
  }
  if (!values['enable-legacy-annotation-prefix']) return [...new Set(prefixes)]
  const legacy = prefixes.find((prefix) => prefix.startsWith(LEGACY_PREFIX))
  if (legacy !== undefined && flagOrigins.has('annotation-prefix')) {
    const fix = 'keep one of them: either reads these annotations'
    throw usageError(`--enable-legacy-annotation-prefix cannot be used with --annotation-prefix=${legacy}.`, [fix])
  }
  return [...new Set([...prefixes, LEGACY_PREFIX])]
}

/** An empty value among them means every type, as in external-dns. */
function parseServiceTypes(types: readonly string[]): readonly string[] {
  if (types.includes('')) return []
  for (const type of types) {
    if (SERVICE_TYPES.some((known) => known === type)) continue
    const near = suggestFor(type, SERVICE_TYPES)
    const fix = near === undefined ? 'choose one of them' : `did you mean ${near}?`
    throw usageError(`--service-type-filter=${type} is not one of ${SERVICE_TYPES.join(', ')}.`, [fix])
  }
  return types
}

function parseTraefikGroups(values: SettingValues): SourceSettings['traefikGroups'] {
  const isNew = !values['traefik-disable-new']
  const isLegacy = values['traefik-enable-legacy']
  if (!isNew && !isLegacy && values.source.includes('traefik-proxy')) {
    const fix = 'add --traefik-enable-legacy, or drop --traefik-disable-new'
    throw usageError('--traefik-disable-new leaves the source traefik-proxy nothing to read.', [fix])
  }
  return [...(isNew ? (['traefik.io'] as const) : []), ...(isLegacy ? (['traefik.containo.us'] as const) : [])]
}

function parseGlooNamespaces(values: SettingValues): readonly string[] {
  const namespaces = withoutEmpty(values['gloo-namespace'])
  if (namespaces.length > 0 || !values.source.includes('gloo-proxy')) return namespaces
  const fix = 'name the namespace of the Proxies: --gloo-namespace=gloo-system'
  throw usageError('--gloo-namespace is empty, which leaves the source gloo-proxy nothing to read.', [fix])
}

function parseRouteGroupVersion(text: string): string {
  if (text === '') return 'zalando.org/v1'
  if (/^[a-z0-9.-]+\/[a-z0-9]+$/.test(text)) return text
  const fix = 'write it like --skipper-routegroup-groupversion=zalando.org/v1'
  throw usageError(`--skipper-routegroup-groupversion=${text} is not a group and version.`, [fix])
}

function parseNat64Network(text: string): string {
  const [address = '', length, ...rest] = text.split('/')
  if (isIPv6(address) && length === '96' && rest.length === 0) return text
  const fix = 'write it like --nat64-networks=64:ff9b::/96'
  throw usageError(`--nat64-networks=${text} is not an IPv6 network of 96 bits.`, [fix])
}

/** Whole seconds, rounded down, as in external-dns. */
function parseMinTtl(milliseconds: number): number {
  if (milliseconds < 0) throw usageError('--min-ttl is negative.', ['write a duration such as --min-ttl=60s'])
  return Math.trunc(milliseconds / 1000)
}

const EXAMPLE = '--unstructured-resource=certificates.v1.cert-manager.io, or configmaps.v1 in the core group'

/** Without duplicates. Kind and scope stay open, since only the cluster knows them. @throws CliError USAGE */
export function parseUnstructuredResources(
  values: Pick<SettingValues, 'source' | 'unstructured-resource'>,
): readonly Resource[] {
  const texts = [...new Set(values['unstructured-resource'])].filter((text) => text !== '')
  if (texts.length === 0 && values.source.includes('unstructured')) {
    const fix = `name what it should read: ${EXAMPLE}`
    throw usageError('--source=unstructured is set without --unstructured-resource: it would read nothing.', [fix])
  }
  return texts.map(parseResource)
}

/** Parses `plural.version.group`; with a single dot the group is the core group. */
function parseResource(text: string): Resource {
  const [, plural, version, group = ''] = /^([a-z0-9-]+)\.(v[a-z0-9]*)(?:\.([a-z0-9.-]+))?$/.exec(text) ?? []
  if (plural === undefined || version === undefined) {
    throw usageError(`--unstructured-resource=${text} is not a resource.version.group.`, [`write it like ${EXAMPLE}`])
  }
  return {group, version, plural, kind: '', isNamespaced: true}
}

/** The sources in the given order, without duplicates. @throws CliError USAGE */
function checkSources(names: readonly string[]): readonly string[] {
  const sources = [...new Set(names)].filter((name) => name !== '')
  if (sources.length === 0) throw usageError('--source is empty.', ['name a source: --source=service --source=ingress'])
  for (const name of sources) {
    if (SOURCE_NAMES.some((known) => known === name)) continue
    const parts = name.split(/[,\s]+/)
    const near = suggestFor(name, SOURCE_NAMES)
    const hint = near === undefined ? `choose among ${SOURCE_NAMES.join(', ')}` : `did you mean --source=${near}?`
    const fix = parts.length > 1 ? `repeat the flag: ${parts.map((part) => `--source=${part}`).join(' ')}` : hint
    throw usageError(`--source=${name} is not a kind of source.`, [fix])
  }
  return sources
}
