import type {Resource} from '../kubernetes/objects.js'
import type {Selector} from './object/selector.js'
import type {Template} from './template/fqdn-template.js'

/** What the flags of spec sources.md §1.2 and §1.3 say to the sources and the wrapper chain; all parsed. */
export interface SourceSettings {
  /** In the order of `--source`. */
  readonly sources: readonly string[]
  /** Empty: all. */
  readonly namespace: string
  readonly annotationFilter: Selector
  readonly labelFilter: Selector
  /** Each ends in `/`; an earlier one wins over a later one on the same object. */
  readonly annotationPrefixes: readonly string[]
  readonly ingressClasses: readonly string[]
  /** Empty: no filter. */
  readonly serviceTypeFilter: readonly string[]
  /** Empty: Gateways of any name. */
  readonly gatewayName: string
  /** Empty: all; `--namespace` does not count for Gateways. */
  readonly gatewayNamespace: string
  readonly gatewayLabelFilter: Selector
  readonly readsListenerSets: boolean
  /** Empty: whichever admitted the Route. */
  readonly openshiftRouterName: string
  /** API groups in which Traefik's kinds are read. */
  readonly traefikGroups: readonly ('traefik.io' | 'traefik.containo.us')[]
  /** Where Gloo's Proxies are read; `--namespace` does not count for them. */
  readonly glooNamespaces: readonly string[]
  /** `zalando.org/v1`, checked when the settings were made. */
  readonly routeGroupVersion: string
  readonly fqdnTemplate: Template | undefined
  readonly targetTemplate: Template | undefined
  readonly fqdnTargetTemplate: Template | undefined
  readonly combinesFqdnAnnotation: boolean
  readonly ignoresHostnameAnnotation: boolean
  readonly ignoresIngressTlsSpec: boolean
  readonly ignoresIngressRulesSpec: boolean
  readonly publishesInternalServices: boolean
  readonly publishesHostIp: boolean
  readonly alwaysPublishesNotReadyAddresses: boolean
  readonly resolvesLoadBalancerHostname: boolean
  readonly excludesUnschedulable: boolean
  readonly exposesInternalIpv6: boolean
  readonly ignoresNonHostNetworkPods: boolean
  /** Empty: none. */
  readonly podSourceDomain: string
  /** What `--unstructured-resource` names: without a kind, which discovery finds out. */
  readonly unstructuredResources: readonly Resource[]
  /** `HOST:PORT` for the source `connector`. */
  readonly connectorServer: string
  readonly compatibility: '' | 'mate' | 'molecule' | 'kops-dns-controller'
  readonly defaultTargets: readonly string[]
  readonly forcesDefaultTargets: boolean
  /** CIDRs as written; those that are none are reported by the chain and ignored, as upstream does. */
  readonly targetNetFilter: readonly string[]
  readonly excludeTargetNet: readonly string[]
  /** /96 prefixes, checked when the settings were made. */
  readonly nat64Networks: readonly string[]
  readonly createsPtr: boolean
  readonly prefersAlias: boolean
  /** 0: none. */
  readonly minTtlSeconds: number
  readonly managedRecordTypes: readonly string[]
  /** `aws`: properties of other providers are dropped. */
  readonly provider: string
}
