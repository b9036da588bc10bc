import {goName} from './general-value.js'

/** The structs of k8s.io/api v0.34, with JSON keys. A field not listed does not exist; `any` is read from its JSON. */
const DECLARATIONS = `
v1.TypeMeta
  kind string; apiVersion string
v1.OwnerReference
  apiVersion string; kind string; name string; uid types.UID; controller *bool; blockOwnerDeletion *bool
v1.ObjectMeta
  name string; generateName string; namespace string; selfLink string; uid types.UID; resourceVersion string;
  generation int; creationTimestamp v1.Time; deletionTimestamp *v1.Time; deletionGracePeriodSeconds *int;
  labels map[string]string; annotations map[string]string; ownerReferences []v1.OwnerReference; finalizers []string;
  managedFields []any
v1.ServicePort
  name string; protocol v1.Protocol; appProtocol *string; port int; targetPort intstr.IntOrString; nodePort int
v1.ClientIPConfig
  timeoutSeconds *int
v1.SessionAffinityConfig
  clientIP *v1.ClientIPConfig
v1.ServiceSpec
  ports []v1.ServicePort; selector map[string]string; clusterIP string; clusterIPs []string; type v1.ServiceType;
  externalIPs []string; sessionAffinity v1.ServiceAffinity; loadBalancerIP string; loadBalancerSourceRanges []string;
  externalName string; externalTrafficPolicy v1.ServiceExternalTrafficPolicy; healthCheckNodePort int;
  publishNotReadyAddresses bool; sessionAffinityConfig *v1.SessionAffinityConfig; ipFamilies []v1.IPFamily;
  ipFamilyPolicy *v1.IPFamilyPolicy; allocateLoadBalancerNodePorts *bool; loadBalancerClass *string;
  internalTrafficPolicy *v1.ServiceInternalTrafficPolicy; trafficDistribution *string
v1.PortStatus
  port int; protocol v1.Protocol; error *string
v1.LoadBalancerIngress
  ip string; hostname string; ipMode *v1.LoadBalancerIPMode; ports []v1.PortStatus
v1.LoadBalancerStatus
  ingress []v1.LoadBalancerIngress
v1.ServiceStatus
  loadBalancer v1.LoadBalancerStatus; conditions []any
v1.ServiceBackendPort
  name string; number int
v1.IngressServiceBackend
  name string; port v1.ServiceBackendPort
v1.TypedLocalObjectReference
  apiGroup *string; kind string; name string
v1.IngressBackend
  service *v1.IngressServiceBackend; resource *v1.TypedLocalObjectReference
v1.IngressTLS
  hosts []string; secretName string
v1.HTTPIngressPath
  path string; pathType *v1.PathType; backend v1.IngressBackend
v1.HTTPIngressRuleValue
  paths []v1.HTTPIngressPath
v1.IngressRule
  host string; http *v1.HTTPIngressRuleValue
v1.IngressSpec
  ingressClassName *string; defaultBackend *v1.IngressBackend; tls []v1.IngressTLS; rules []v1.IngressRule
v1.IngressLoadBalancerIngress
  ip string; hostname string; ports []v1.PortStatus
v1.IngressLoadBalancerStatus
  ingress []v1.IngressLoadBalancerIngress
v1.IngressStatus
  loadBalancer v1.IngressLoadBalancerStatus
v1.Taint
  key string; value string; effect v1.TaintEffect; timeAdded *v1.Time
v1.NodeSpec
  podCIDR string; podCIDRs []string; providerID string; unschedulable bool; taints []v1.Taint; configSource *any
v1.NodeAddress
  type v1.NodeAddressType; address string
v1.NodeSystemInfo
  machineID string; systemUUID string; bootID string; kernelVersion string; osImage string;
  containerRuntimeVersion string; kubeletVersion string; kubeProxyVersion string; operatingSystem string;
  architecture string; swap *any
v1.ContainerImage
  names []string; sizeBytes int
v1.AttachedVolume
  name v1.UniqueVolumeName; devicePath string
v1.NodeStatus
  capacity map[string]resource.Quantity; allocatable map[string]resource.Quantity; phase v1.NodePhase;
  conditions []any; addresses []v1.NodeAddress; daemonEndpoints any; nodeInfo v1.NodeSystemInfo;
  images []v1.ContainerImage; volumesInUse []v1.UniqueVolumeName; volumesAttached []v1.AttachedVolume; config *any;
  runtimeHandlers []any; features *any
v1.ContainerPort
  name string; hostPort int; containerPort int; protocol v1.Protocol; hostIP string
v1.EnvVar
  name string; value string; valueFrom *any
v1.Container
  name string; image string; command []string; args []string; workingDir string; ports []v1.ContainerPort;
  envFrom []any; env []v1.EnvVar; resources any; resizePolicy []any; restartPolicy *v1.ContainerRestartPolicy;
  restartPolicyRules []any; volumeMounts []any; volumeDevices []any; livenessProbe *any; readinessProbe *any;
  startupProbe *any; lifecycle *any; terminationMessagePath string;
  terminationMessagePolicy v1.TerminationMessagePolicy; imagePullPolicy v1.PullPolicy; securityContext *any;
  stdin bool; stdinOnce bool; tty bool
v1.LocalObjectReference
  name string
v1.HostAlias
  ip string; hostnames []string
v1.PodDNSConfigOption
  name string; value *string
v1.PodDNSConfig
  nameservers []string; searches []string; options []v1.PodDNSConfigOption
v1.PodOS
  name v1.OSName
v1.PodSchedulingGate
  name string
v1.PodSpec
  volumes []any; initContainers []v1.Container; containers []v1.Container; ephemeralContainers []any;
  restartPolicy v1.RestartPolicy; terminationGracePeriodSeconds *int; activeDeadlineSeconds *int;
  dnsPolicy v1.DNSPolicy; nodeSelector map[string]string; serviceAccountName string;
  automountServiceAccountToken *bool; nodeName string; hostNetwork bool; hostPID bool; hostIPC bool;
  shareProcessNamespace *bool; securityContext *any; imagePullSecrets []v1.LocalObjectReference; hostname string;
  subdomain string; affinity *any; schedulerName string; tolerations []any; hostAliases []v1.HostAlias;
  priorityClassName string; priority *int; dnsConfig *v1.PodDNSConfig; readinessGates []any; runtimeClassName *string;
  enableServiceLinks *bool; preemptionPolicy *v1.PreemptionPolicy; overhead map[string]resource.Quantity;
  topologySpreadConstraints []any; setHostnameAsFQDN *bool; os *v1.PodOS; hostUsers *bool;
  schedulingGates []v1.PodSchedulingGate; resourceClaims []any; resources *any; hostnameOverride *string
v1.HostIP
  ip string
v1.PodIP
  ip string
v1.PodStatus
  observedGeneration int; phase v1.PodPhase; conditions []any; message string; reason string;
  nominatedNodeName string; hostIP string; hostIPs []v1.HostIP; podIP string; podIPs []v1.PodIP; startTime *v1.Time;
  initContainerStatuses []any; containerStatuses []any; qosClass v1.PodQOSClass; ephemeralContainerStatuses []any;
  resize v1.PodResizeStatus; resourceClaimStatuses []any; extendedResourceClaimStatus *any
`

interface Field {
  readonly key: string
  readonly type: string
}

/** The fields of each struct by their Go names, in the order of declaration. A struct starts at a line without indentation. */
export const STRUCTS: ReadonlyMap<string, ReadonlyMap<string, Field>> = new Map(
  DECLARATIONS.trim()
    .split(/\n(?! )/)
    .map((struct) => {
      const [name = '', ...lines] = struct.split(/\n +/)
      const fields = lines.join(' ').split(/;\s+/).map(parseField)
      return [name, new Map(fields)]
    }),
)

function parseField(text: string): readonly [goName: string, field: Field] {
  const [key = '', type = ''] = text.split(' ')
  return [goName(key), {key, type}]
}

/** Kinds whose `spec` and `status` are the structs `v1.KindSpec` and `v1.KindStatus`. */
export const KNOWN_KINDS: ReadonlySet<string> = new Set([
  'v1/Service',
  'networking.k8s.io/v1/Ingress',
  'v1/Node',
  'v1/Pod',
])
