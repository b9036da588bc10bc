/** The rules of the architecture that a machine can check; each says why, and what to do instead. */
const pure = '^src/(dns|sources|plan|codec|saved|explain|doctor|render)/'
/** Of the rooms that do IO, what does none: ownership but its table, record sets, and what a batch holds. */
const pureFilesOfIoRooms =
  '^src/registry/(?!dynamodb/)|^src/route53/(records/|[^/]+$|write/(?!change-submitter))|^src/aws/(partition|sign-in/credential-source)\\.|^src/proxy/proxy-for\\.'
const allowedNode = '^(node:)?(net|url|crypto|util)$'
/** Ownership texts are compressed before they are encrypted: a function of their octets like the cipher. */
const usesZlib = '^src/registry/txt-encryption\\.ts$'

const room = (name, allowed, comment, without) => ({
  name: `${name}-imports`,
  comment,
  severity: 'error',
  from: {path: `^src/${name}/`, ...(without === undefined ? {} : {pathNot: `^src/${without}`})},
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
      name: 'proxy-agents-stay-home',
      comment: 'Only src/proxy knows the agents; everybody else asks it for one.',
      severity: 'error',
      from: {path: '^src/', pathNot: '^src/proxy/'},
      to: {path: 'node_modules/(https?|socks)-proxy-agent/'},
    },
    {
      name: 'aws-sdk-stays-home',
      comment: 'Only src/aws, src/route53 and the DynamoDB ledger know the AWS SDK; everybody else has their ports.',
      severity: 'error',
      from: {path: '^src/', pathNot: '^src/(aws|route53|registry/dynamodb)/'},
      to: {path: 'node_modules/@aws-sdk/|node_modules/@smithy/'},
    },
    {
      name: 'colour-stays-in-render',
      comment: 'chalk is used by render/layout/theme, cli-table3 by render/layout/table. Ask them for what is missing.',
      severity: 'error',
      from: {path: '^src/', pathNot: '^src/render/layout/(theme|table)\\.ts$'},
      to: {path: 'node_modules/(chalk|cli-table3)/'},
    },
    room(
      'start',
      ['cli/exit-codes', 'errors/environment'],
      'A bundle of its own, in front of the other: what it imports is loaded a second time.',
    ),
    room('dns', [], 'The words know nothing but words.'),
    room('errors', [], 'Errors are used by everybody and use nobody.'),
    room(
      'aws',
      ['errors', 'proxy'],
      'What Route 53 and DynamoDB share: how AWS says no, who asks, how often. It knows neither.',
    ),
    room('proxy', ['errors'], 'A way to a server, whichever it is: what is asked there is for others.'),
    room('kubernetes', ['dns', 'errors', 'proxy'], 'The cluster reader knows no source and no plan.'),
    room(
      'sources',
      ['dns', 'errors/suggestion', 'kubernetes/objects'],
      'A source sees objects, not how they were read.',
    ),
    room(
      'sources/object',
      ['dns', 'errors/suggestion', 'kubernetes/objects', 'sources/source-settings', 'sources/endpoints/bounded'],
      'What one object says. How its endpoints are made is for sources/endpoints, which may ask this room.',
    ),
    room('registry', ['dns'], 'Ownership is about record sets alone, wherever they are kept.', 'registry/dynamodb/'),
    room(
      'registry/dynamodb',
      ['dns', 'errors', 'aws', 'registry'],
      'The table shares with Route 53 how AWS is asked and says no, and nothing else.',
    ),
    room(
      'plan',
      ['dns', 'registry', 'errors/(shell-word|suggestion)'],
      'The planner knows no provider: it is handed rules and values.',
    ),
    room(
      'plan/decide',
      ['dns', 'registry', 'errors/shell-word', 'plan/[^/]+$', 'plan/ownership', 'plan/check/first-pass'],
      'What becomes of one name, whatever others do; what all of them do together is looked at in plan/check.',
    ),
    room(
      'plan/ownership',
      ['dns', 'registry', 'errors/shell-word', 'plan/[^/]+$', 'plan/decide', 'plan/check/first-pass'],
      'What becomes of ownership texts and rows; whether they fit beside one another is looked at in plan/check.',
    ),
    room(
      'plan/limits',
      ['dns', 'registry', 'errors/(shell-word|suggestion)', 'plan/[^/]+$', 'plan/decide'],
      'What a finished plan is held against; it changes nothing of it.',
    ),
    room(
      'route53',
      ['dns', 'plan', 'registry/claim', 'errors', 'aws'],
      'Route 53 knows the plan it carries out, not how it came to be.',
    ),
    room(
      'route53/records',
      ['dns', 'plan/[^/]+$', 'route53/[^/]+$'],
      'What a record set may be and how it is spelled; no call is made here.',
    ),
    room(
      'route53/calls',
      ['dns', 'errors', 'aws', 'route53/[^/]+$'],
      'How any call is made. What is read or written is for route53/read and route53/write, which ask this room.',
    ),
    room(
      'codec',
      ['dns', 'plan', 'registry'],
      'How a plan is written down, once for every place. What a file or an output has besides belongs to saved or render.',
    ),
    room(
      'saved',
      ['dns', 'plan', 'registry', 'codec', 'route53/write/plan-groups'],
      'A file holds a plan and what it means later; what goes in one batch is asked where batches are made.',
    ),
    room(
      'explain',
      ['dns', 'errors', 'kubernetes/objects', 'sources', 'registry', 'plan', 'route53'],
      'What every step did with one host; it decides nothing and reads nothing.',
    ),
    room(
      'doctor',
      ['dns', 'kubernetes/objects', 'plan', 'registry', 'sources', 'route53'],
      'What settings and answers mean; asking is for the pipeline.',
    ),
    room(
      'render',
      [
        'dns',
        'plan',
        'registry',
        'codec',
        'explain/explanation',
        'doctor/finding',
        'pipeline/(ownership-entry|apply/apply-events)\\.',
      ],
      'A renderer turns values into text and decides nothing. Of the pipeline it knows the values that it is handed.',
    ),
    room(
      'render/layout',
      ['dns', 'plan/change'],
      'How anything is laid out: colour, width, tables. What is shown is for the rooms beside it.',
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
        'aws',
        'route53',
      ],
      'The flow, from top to bottom; flags and terminals are the business of cli, words that of render.',
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
        'aws',
        'route53',
        'render',
        'pipeline',
        'start/optimizer',
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
