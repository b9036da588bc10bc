import {list, object, oneOf, text, texts} from '../../codec/codec.js'
import {sometimes} from '../../codec/several-owners.js'
import {derived, self, view} from '../../codec/writer.js'
import {AREAS, type Finding, VERDICTS} from '../../doctor/finding.js'
import {documentRenderer, headed} from './document.js'

const finding = object<Finding>({
  area: oneOf(AREAS),
  cluster: sometimes(text),
  check: text,
  verdict: oneOf(VERDICTS),
  detail: text,
  fix: texts,
})

export const doctorWriter = headed('doctor', view<readonly Finding[]>({findings: derived(self, list(finding))}))

export const renderDoctorJson = documentRenderer(doctorWriter)
