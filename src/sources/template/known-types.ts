import {
  ANY,
  BOOL,
  INT,
  INT_OR_STRING,
  LABELS,
  list,
  map,
  named,
  pointer,
  QUANTITY,
  STRING,
  type StructType,
  struct,
  TIME,
} from './field-type.js'
import {pod} from './pod-type.js'

/**
 * The fields of a kind, with the Go types of k8s.io/api v0.34. A field listed here has Go's zero value when the object
 * lacks it; a field not listed does not exist. Deep parts of pods are `ANY`. Only the kinds that templates are mostly
 * written for are described.
 */
export interface KnownType {
  readonly spec: StructType
  readonly status: StructType
}

const protocol = named('v1.Protocol')

export const OBJECT_META = struct('v1.ObjectMeta', {
  name: STRING,
  generateName: STRING,
  namespace: STRING,
  selfLink: STRING,
  uid: named('types.UID'),
  resourceVersion: STRING,
  generation: INT,
  creationTimestamp: TIME,
  deletionTimestamp: pointer(TIME),
  deletionGracePeriodSeconds: pointer(INT),
  labels: LABELS,
  annotations: LABELS,
  ownerReferences: list(
    struct('v1.OwnerReference', {
      apiVersion: STRING,
      kind: STRING,
      name: STRING,
      uid: named('types.UID'),
      controller: pointer(BOOL),
      blockOwnerDeletion: pointer(BOOL),
    }),
  ),
  finalizers: list(STRING),
  managedFields: list(ANY),
})

const portStatus = list(struct('v1.PortStatus', {port: INT, protocol, error: pointer(STRING)}))

const service: KnownType = {
  spec: struct('v1.ServiceSpec', {
    ports: list(
      struct('v1.ServicePort', {
        name: STRING,
        protocol,
        appProtocol: pointer(STRING),
        port: INT,
        targetPort: INT_OR_STRING,
        nodePort: INT,
      }),
    ),
    selector: LABELS,
    clusterIP: STRING,
    clusterIPs: list(STRING),
    type: named('v1.ServiceType'),
    externalIPs: list(STRING),
    sessionAffinity: named('v1.ServiceAffinity'),
    loadBalancerIP: STRING,
    loadBalancerSourceRanges: list(STRING),
    externalName: STRING,
    externalTrafficPolicy: named('v1.ServiceExternalTrafficPolicy'),
    healthCheckNodePort: INT,
    publishNotReadyAddresses: BOOL,
    sessionAffinityConfig: pointer(
      struct('v1.SessionAffinityConfig', {
        clientIP: pointer(struct('v1.ClientIPConfig', {timeoutSeconds: pointer(INT)})),
      }),
    ),
    ipFamilies: list(named('v1.IPFamily')),
    ipFamilyPolicy: pointer(named('v1.IPFamilyPolicy')),
    allocateLoadBalancerNodePorts: pointer(BOOL),
    loadBalancerClass: pointer(STRING),
    internalTrafficPolicy: pointer(named('v1.ServiceInternalTrafficPolicy')),
    trafficDistribution: pointer(STRING),
  }),
  status: struct('v1.ServiceStatus', {
    loadBalancer: struct('v1.LoadBalancerStatus', {
      ingress: list(
        struct('v1.LoadBalancerIngress', {
          ip: STRING,
          hostname: STRING,
          ipMode: pointer(named('v1.LoadBalancerIPMode')),
          ports: portStatus,
        }),
      ),
    }),
    conditions: list(ANY),
  }),
}

const ingressBackend = struct('v1.IngressBackend', {
  service: pointer(
    struct('v1.IngressServiceBackend', {
      name: STRING,
      port: struct('v1.ServiceBackendPort', {name: STRING, number: INT}),
    }),
  ),
  resource: pointer(struct('v1.TypedLocalObjectReference', {apiGroup: pointer(STRING), kind: STRING, name: STRING})),
})

const ingress: KnownType = {
  spec: struct('v1.IngressSpec', {
    ingressClassName: pointer(STRING),
    defaultBackend: pointer(ingressBackend),
    tls: list(struct('v1.IngressTLS', {hosts: list(STRING), secretName: STRING})),
    rules: list(
      struct('v1.IngressRule', {
        host: STRING,
        http: pointer(
          struct('v1.HTTPIngressRuleValue', {
            paths: list(
              struct('v1.HTTPIngressPath', {
                path: STRING,
                pathType: pointer(named('v1.PathType')),
                backend: ingressBackend,
              }),
            ),
          }),
        ),
      }),
    ),
  }),
  status: struct('v1.IngressStatus', {
    loadBalancer: struct('v1.IngressLoadBalancerStatus', {
      ingress: list(struct('v1.IngressLoadBalancerIngress', {ip: STRING, hostname: STRING, ports: portStatus})),
    }),
  }),
}

const node: KnownType = {
  spec: struct('v1.NodeSpec', {
    podCIDR: STRING,
    podCIDRs: list(STRING),
    providerID: STRING,
    unschedulable: BOOL,
    taints: list(
      struct('v1.Taint', {key: STRING, value: STRING, effect: named('v1.TaintEffect'), timeAdded: pointer(TIME)}),
    ),
    configSource: pointer(ANY),
  }),
  status: struct('v1.NodeStatus', {
    capacity: map(QUANTITY),
    allocatable: map(QUANTITY),
    phase: named('v1.NodePhase'),
    conditions: list(ANY),
    addresses: list(struct('v1.NodeAddress', {type: named('v1.NodeAddressType'), address: STRING})),
    daemonEndpoints: ANY,
    nodeInfo: struct('v1.NodeSystemInfo', {
      machineID: STRING,
      systemUUID: STRING,
      bootID: STRING,
      kernelVersion: STRING,
      osImage: STRING,
      containerRuntimeVersion: STRING,
      kubeletVersion: STRING,
      kubeProxyVersion: STRING,
      operatingSystem: STRING,
      architecture: STRING,
      swap: pointer(ANY),
    }),
    images: list(struct('v1.ContainerImage', {names: list(STRING), sizeBytes: INT})),
    volumesInUse: list(named('v1.UniqueVolumeName')),
    volumesAttached: list(struct('v1.AttachedVolume', {name: named('v1.UniqueVolumeName'), devicePath: STRING})),
    config: pointer(ANY),
    runtimeHandlers: list(ANY),
    features: pointer(ANY),
  }),
}

/** By `apiVersion/kind`. */
export const KNOWN_TYPES: ReadonlyMap<string, KnownType> = new Map([
  ['v1/Service', service],
  ['networking.k8s.io/v1/Ingress', ingress],
  ['v1/Node', node],
  ['v1/Pod', pod],
])
