/** The rules of the architecture that a machine can check; each says why, and what to do instead. */
const pure = '^src/(dns|sources|plan|saved|explain|doctor|render)/'
const pureFilesOfIoRooms =
  '^src/(registry|route53)/(?!(client|sdk-client|name-servers|zone-reader|change-submitter|errors|aws-error|credentials-error|clock)\\.ts$)'
const allowedNode = '^(node:)?(net|url|crypto|util)$'
/** Ownership texts are compressed before they are encrypted: a function of their octets like the cipher. */
const usesZlib = '^src/registry/txt-encryption\\.ts$'

const room = (name, allowed, comment) => ({
  name: `${name}-imports`,
  comment,
  severity: 'error',
  from: {path: `^src/${name}/`},
  to: {path: '^src/', pathNot: `^src/(${[name, ...allowed].join('|')})`},
})

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Data flows one way. Two files that need each other are one file, or share a third.',
      severity: 'error',
      from: {},
      to: {circular: true},
    },
    {
      name: 'no-orphans',
      comment: 'A file that nobody imports is dead. Delete it, or use it.',
      severity: 'error',
      from: {orphan: true, path: '^src/', pathNot: '^src/(commands/|program\\.ts$|start/start\\.ts$)'},
      to: {},
    },
    {
      name: 'src-never-imports-test',
      comment: 'The product never knows that emulators and builders exist.',
      severity: 'error',
      from: {path: '^(src|bin)/'},
      to: {path: '^test/'},
    },
    {
      name: 'commands-are-the-end',
      comment: 'A command is where the flow begins and ends. What two commands share belongs to cli or pipeline.',
      severity: 'error',
      from: {path: '^src/', pathNot: '^src/commands/'},
      to: {path: '^src/commands/'},
    },
    {
      name: 'pure-steps-do-no-io',
      comment: 'The core takes values and returns values. Do the IO at the edge and hand the outcome in.',
      severity: 'error',
      from: {path: `${pure}|${pureFilesOfIoRooms}`, pathNot: usesZlib},
      to: {dependencyTypes: ['core'], pathNot: allowedNode},
    },
    {
      name: 'encryption-does-no-io',
      comment: 'The one pure file that compresses. Nonces are handed in, so that the core stays free of chance.',
      severity: 'error',
      from: {path: usesZlib},
      to: {dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|zlib)$'},
    },
    {
      name: 'kubernetes-client-stays-home',
      comment: 'Only src/kubernetes knows the client library; everybody else has ClusterReader.',
      severity: 'error',
      from: {path: '^src/', pathNot: '^src/kubernetes/'},
      to: {path: 'node_modules/@kubernetes/'},
    },
    {
      name: 'aws-sdk-stays-home',
      comment: 'Only src/route53 and the DynamoDB ledger know the AWS SDK; everybody else has their ports.',
      severity: 'error',
      from: {path: '^src/', pathNot: '^src/(route53|registry/dynamodb)/'},
      to: {path: 'node_modules/@aws-sdk/|node_modules/@smithy/'},
    },
    {
      name: 'colour-stays-in-render',
      comment:
        'chalk is used by render/theme, cli-table3 by render/table. Ask the theme or the table for what is missing.',
      severity: 'error',
      from: {path: '^src/', pathNot: '^src/render/(theme|table)\\.ts$'},
      to: {path: 'node_modules/(chalk|cli-table3)/'},
    },
    room('dns', [], 'The words know nothing but words.'),
    room('errors', [], 'Errors are used by everybody and use nobody.'),
    room('kubernetes', ['dns', 'errors'], 'The cluster reader knows no source and no plan.'),
    room('sources', ['dns', 'kubernetes/objects'], 'A source sees objects, not how they were read.'),
    room(
      'registry',
      ['dns', 'errors', 'route53/(aws-error|credentials-error)\\.'],
      'Ownership is about record sets alone; its DynamoDB table shares how AWS says no.',
    ),
    room(
      'plan',
      ['dns', 'registry', 'errors/shell-word'],
      'The planner knows no provider: it is handed rules and values.',
    ),
    room(
      'route53',
      ['dns', 'plan', 'registry/claim', 'errors'],
      'Route 53 knows the plan it carries out, not how it came to be.',
    ),
    room(
      'saved',
      ['dns', 'plan', 'registry', 'route53/plan-groups'],
      'A file holds a plan and what it means later; what goes in one batch is asked where batches are made.',
    ),
    room(
      'explain',
      ['dns', 'errors', 'kubernetes/objects', 'sources', 'registry', 'plan', 'route53'],
      'What every step did with one host; it decides nothing and reads nothing.',
    ),
    room(
      'doctor',
      ['dns', 'plan', 'registry', 'route53'],
      'What settings and answers mean; asking is for the pipeline.',
    ),
    room(
      'render',
      ['dns', 'plan', 'registry', 'explain/explanation', 'doctor/finding'],
      'A renderer turns values into text and decides nothing.',
    ),
    room(
      'pipeline',
      [
        'dns',
        'errors',
        'kubernetes/objects',
        'sources',
        'registry',
        'plan',
        'saved',
        'explain',
        'doctor',
        'route53',
        'render',
      ],
      'The flow, from top to bottom; flags and terminals are the business of cli.',
    ),
    room(
      'cli',
      [
        'dns',
        'errors',
        'kubernetes',
        'sources',
        'registry',
        'plan',
        'saved',
        'doctor',
        'route53',
        'render',
        'pipeline',
      ],
      'The edge that faces the user.',
    ),
    room(
      'commands',
      ['cli', 'pipeline', 'render', 'dns', 'errors', 'plan', 'doctor/finding'],
      'A command parses, calls one pipeline and prints.',
    ),
  ],
  options: {
    doNotFollow: {path: 'node_modules'},
    exclude: {path: '^(dist|node_modules)/'},
    tsPreCompilationDeps: true,
    tsConfig: {fileName: 'tsconfig.json'},
    enhancedResolveOptions: {exportsFields: ['exports'], conditionNames: ['import', 'node', 'default']},
  },
}
