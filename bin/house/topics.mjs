/** Tests that cover more than one source file, by folder, with the reason for each folder. */
export const TOPICS = {
  bench: {
    why: 'files of bench',
    names: ['pages', 'programs', 'real-cluster', 'smoke-limits', 'table'],
  },
  cli: {
    why: 'a setting on its way through several rooms',
    names: ['config-file', 'harmless'],
  },
  commands: {
    why: 'whole runs against the emulators, by what a user wants or what goes wrong',
    names:
      `accounts apex apply-faults article assertions bad-aws bad-cluster bad-objects bad-usage clusters compare config
      credential-plugins credentials dry-run dynamodb
      encryption events exit-codes explain-chain external-dns-023 formats from-deployment full-disk history-uses homeless
      active-record hostile hostile-texts kept-by-route53
      installed json later-formats left-behind lost-sets manifests metrics mistyped moto only ownership packed partly pipes
      problems prune-dead-owner quiet real-cluster receipts record-sets refusals route53-2026 routes same-run saved-plans second-look shards signals sources
      strange-aws strange-cluster surface terminal trace two-zones unsendable verify views wanted-texts weighted`.split(
        /\s+/,
      ),
  },
  deploy: {
    why: 'files of deploy, docs and the workflows, which have no source',
    names: `adding-a-source ci dnsendpoint-crd dockerfile helm kustomize sources workflows`.split(' '),
  },
  'emulators/route53': {
    why: 'what the emulator does as a whole',
    names: ['listing', 'route53-contract'],
  },
  explain: {
    why: 'an explanation and the plan of the same run',
    names: ['equal-to-plan'],
  },
  faults: {
    why: 'kinds of faults',
    names: ['denied', 'faults', 'moves', 'time', 'wait'],
  },
  fuzz: {
    why: 'documents from outside, whatever reads them',
    names: ['fuzz'],
  },
  house: {
    why: 'the check of bin/house, and pages of docs',
    names: [
      'check',
      'check-commits',
      'check-pages',
      'check-rooms',
      'check-tests',
      'check-words',
      'described',
      'fresh',
      'house',
    ],
  },
  interplay: {
    why: 'two programs',
    names: ['interplay'],
  },
  kubernetes: {
    why: 'what any call to an API server has to stand',
    names: ['proxy', 'strange-answers', 'tls'],
  },
  'kubernetes/kubeconfig': {
    why: 'a file, and what kubectl and we send for it',
    names: ['matrix'],
  },
  pipeline: {
    why: 'reading and writing together',
    names: ['name-ranges', 'refused-objects', 'shards'],
  },
  plan: {
    why: 'laws and cases of the whole decision',
    names:
      `adoption hostile-names joint kills laws left-out manifests narrow one-run owners refusals route53-examples routing two-zones
      untyped-texts wanted-texts worked-examples zones-own`.split(/\s+/),
  },
  readme: {
    why: 'pages',
    names: ['docs', 'help', 'readme', 'reasons', 'reference'],
  },
  render: {
    why: 'everything that is printed',
    names: ['golden', 'plan-long', 'words'],
  },
  route53: {
    why: 'an account with its zones',
    names: ['name-rules', 'zone-roles'],
  },
  saved: {
    why: 'laws of plans and receipts in files',
    names: ['foreign-changes', 'joint', 'laws'],
  },
  sources: {
    why: 'laws and cases of all sources',
    names: ['custom-kinds-laws', 'hold', 'laws', 'plain-kinds-laws', 'worked-examples'],
  },
  'sources/gateway': {
    why: 'laws and cases of all Routes',
    names: ['hold', 'laws', 'listener-set', 'worked-examples'],
  },
  'sources/template': {
    why: 'laws of the language',
    names: ['laws'],
  },
  start: {
    why: 'kept code that somebody else wrote or that lies beside the program, and help, which needs none',
    names: ['foreign-code', 'help', 'warm'],
  },
}
