import {describe, expect, it} from 'vitest'
import {INGRESS, NODE, POD, SERVICE, templateObject} from './objects.js'
import {namesOf, outputOf} from './render.js'

describe('typed objects', () => {
  it.each([
    ['{{.GetName}} {{.GetNamespace}} {{.GetLabels.env}} {{index .GetAnnotations "dns"}}', 'web shop prod ann'],
    ['{{.ObjectMeta.Name}} {{.ObjectMeta.UID}} {{.UID}} {{.GetUID}}', 'web u-1 u-1 u-1'],
    ['{{.APIVersion}} {{.Kind}} {{.TypeMeta.Kind}}', 'v1 Service Service'],
    ['{{.GenerateName}}|{{.Generation}}|{{.OwnerReferences}}|{{.Finalizers}}', '|0|[]|[]'],
    ['{{.DeletionTimestamp}}', '<nil>'],
    ['{{.CreationTimestamp}}', '0001-01-01 00:00:00 +0000 UTC'],
    ['{{.Spec.ClusterIP}} {{.Spec.ClusterIPs}}', '10.96.0.7 [10.96.0.7 fd00::1]'],
    ['{{.Spec.ExternalName}}|{{.Spec.HealthCheckNodePort}}|{{.Spec.PublishNotReadyAddresses}}', '|0|false'],
    ['{{.Spec.IPFamilyPolicy}} {{.Spec.InternalTrafficPolicy}} {{.Spec.LoadBalancerClass}}', '<nil> <nil> <nil>'],
    ['{{.Spec.LoadBalancerSourceRanges}} {{len .Spec.ExternalIPs}} {{.Spec.IPFamilies}}', '[] 0 []'],
    ['{{if .Spec.LoadBalancerClass}}y{{else}}n{{end}}', 'n'],
    ['{{.Spec.AllocateLoadBalancerNodePorts}}{{if .Spec.AllocateLoadBalancerNodePorts}} set{{end}}', 'false set'],
    ['{{.Spec.Selector}}', 'map[app:web]'],
    ['{{range .Spec.Ports}}{{.Name}}:{{.Port}}/{{.NodePort}} {{.TargetPort}} {{end}}', 'http:80/0 8080 x:443/30443 0 '],
    ['{{(index .Spec.Ports 0).TargetPort.IntVal}}', '8080'],
    [
      '{{range .Spec.Ports}}{{with .TargetPort}}{{.String}}|{{.IntValue}}|{{.Type}}|{{.StrVal}};{{end}}{{end}}',
      '8080|8080|0|;0|0|0|;',
    ],
    ['{{.CreationTimestamp.String}}', '0001-01-01 00:00:00 +0000 UTC'],
    ['{{range .Status.LoadBalancer.Ingress}}{{.IP}}|{{.Hostname}};{{end}}', '203.0.113.9|;|lb.example.net;'],
    ['{{(index .Status.LoadBalancer.Ingress 0).IP}}', '203.0.113.9'],
    ['{{eq .Spec.IPFamilyPolicy nil}}', 'true'],
    ['{{printf "%s" .Spec.IPFamilyPolicy}}', '%!s(*v1.IPFamilyPolicy=<nil>)'],
  ])('reads %s of a Service', (template, output) => {
    expect(outputOf(template, SERVICE)).toBe(output)
  })

  it('reads a port of a Service by its name', () => {
    const port = {name: 'http', port: 80, targetPort: 'web'}
    const object = templateObject('v1', 'Service', {name: 'a'}, {spec: {ports: [port]}})
    const template = '{{with (index .Spec.Ports 0).TargetPort}}{{.String}}|{{.IntValue}}|{{.Type}}|{{.StrVal}}{{end}}'
    expect(outputOf(template, object)).toBe('web|0|1|web')
  })

  it('has no text method on a quantity, which Go cannot call on an element of a map', () => {
    expect(namesOf('{{.Status.Capacity.cpu.String}}', NODE)).toContain('field String')
  })

  it.each([
    ['{{.Spec.Unschedulable}}', 'false'],
    ['{{.Status.NodeInfo.Architecture}}', 'arm64'],
    ['{{index .Status.Capacity "cpu"}}', '4'],
    ['{{.Spec.Taints}}', '[]'],
    ['{{.Namespace}}|', '|'],
    ['{{.Annotations}}', 'map[]'],
    ['{{.Annotations.x}}', '<no value>'],
    ['{{index .Annotations "x"}}|', '|'],
    ['{{range $k, $v := .Annotations}}x{{else}}none{{end}}', 'none'],
    ['{{.Spec.ProviderID}}', 'aws:///x'],
    ['{{.Spec.PodCIDRs}}|{{.Spec.PodCIDR}}', '[]|'],
    ['{{.Status.Conditions}}', '[]'],
  ])('reads %s of a Node', (template, output) => {
    expect(outputOf(template, NODE)).toBe(output)
  })

  it.each([
    ['{{range .Spec.Rules}}{{.Host}},{{end}}', 'i.example.org,,'],
    ['{{range .Spec.TLS}}{{range .Hosts}}{{.}}{{end}}{{end}}', 't.example.org'],
    ['{{(index (index .Spec.Rules 0).HTTP.Paths 0).Backend.Service.Name}}', 'web'],
    ['{{.Spec.IngressClassName}}', '<nil>'],
    ['{{range .Spec.Rules}}{{with .HTTP}}{{range .Paths}}{{.PathType}}{{.Path}}{{end}}{{end}}{{end}}', 'Prefix/'],
    ['{{(index .Status.LoadBalancer.Ingress 0).Hostname}}', 'lb.example.net'],
  ])('reads %s of an Ingress', (template, output) => {
    expect(outputOf(template, INGRESS)).toBe(output)
  })

  it.each([
    ['{{.Status.PodIP}} {{.Status.HostIP}} {{.Spec.NodeName}} {{.Status.Phase}}', '10.1.0.9 10.0.0.1 n1 Running'],
    ['{{.Status.QOSClass}}', 'Burstable'],
    ['{{(index .Spec.Containers 0).Image}}', 'img'],
    ['{{range .Status.PodIPs}}{{.IP}}{{end}} {{.Status.PodIPs}}', '10.1.0.9 [{10.1.0.9}]'],
    ['{{.Spec.Hostname}}|{{.Spec.Subdomain}}|{{.Spec.HostNetwork}}|{{.Spec.NodeSelector}}', '||false|map[]'],
    ['{{.CreationTimestamp}} {{.Status.StartTime}} {{.Spec.Priority}}', '2026-01-02 03:04:05 +0000 UTC <nil> <nil>'],
    ['{{(index (index .Spec.Containers 0).Ports 0).ContainerPort}}', '80'],
  ])('reads %s of a Pod', (template, output) => {
    expect(outputOf(template, POD)).toBe(output)
  })

  it.each([
    ['{{.Spec.NoSuch}}', "can't evaluate field NoSuch in type v1.ServiceSpec"],
    ['{{.NoSuch}}', "can't evaluate field NoSuch in type *Service"],
    ['{{.Spec.clusterIP}}', "can't evaluate field clusterIP in type v1.ServiceSpec"],
    ['{{.Name.x}}', "can't evaluate field x in type string"],
    ['{{.Spec.Ports.Name}}', "can't evaluate field Name in type []interface {}"],
    ['{{(index .Spec.Ports 0).Foo}}', "can't evaluate field Foo in type v1.ServicePort"],
    ['{{.Spec.SessionAffinityConfig.ClientIP}}', 'nil pointer evaluating *v1.SessionAffinityConfig.ClientIP'],
    ['{{.constructor}}', "can't evaluate field constructor in type *Service"],
    ['{{.Name.length}}', "can't evaluate field length in type string"],
  ])('have no more fields than in Go: %s', (template, message) => {
    expect(() => outputOf(template, SERVICE)).toThrow(message)
  })
})

describe('what templates never see', () => {
  const annotations = {'kubectl.kubernetes.io/last-applied-configuration': '{}', keep: 'k'}
  const metadata = {name: 'x', managedFields: [{manager: 'kubectl'}], annotations}
  const status = {conditions: [{type: 'Ready'}], phase: 'Running'}

  it.each(['Service', 'Node', 'Pod'])(
    'leaves managed fields, the last applied text and conditions out of a %s',
    (kind) => {
      const object = templateObject('v1', kind, metadata, {status})
      expect(outputOf('{{.Annotations}} {{.ManagedFields}} {{.Status.Conditions}}', object)).toBe('map[keep:k] [] []')
      expect(namesOf('{{.Object.metadata}}', object)).toEqual(['map[annotations:map[keep:k] name:x]'])
      expect(namesOf('{{.Status.conditions}}', object)).toContain('map has no entry for key "conditions"')
    },
  )

  it('shows the conditions of a Knative Service, which is another kind', () => {
    const knative = templateObject('serving.knative.dev/v1', 'Service', metadata, {status})
    expect(namesOf('{{(index .Status.conditions 0).type}}', knative, 'unstructured')).toEqual(['Ready'])
    expect(namesOf('{{(index .Status.Conditions 0).Type}}', knative)).toEqual(['Ready'])
  })

  it('accepts a value that is not an object', () => {
    for (const object of [undefined, null, 7, 'x', [], {metadata: 3, spec: 'x', status: []}]) {
      expect(namesOf('{{.Name}}{{.Spec.Type}}x', {kind: 'Service', apiVersion: 'v1', object})).toEqual(['x'])
    }
  })
})
