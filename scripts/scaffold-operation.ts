/**
 * Prints the skeleton of an operation's file, its input written out from the service model.
 *
 *   node scripts/scaffold-operation.ts SignUp ConfirmSignUp
 *   node scripts/scaffold-operation.ts --write src/operations/sign-up SignUp    keeps a file that is there
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

type ModelShape = { type: string; members?: Record<string, string>; required?: string[] }
type Model = {
  operations: Record<string, { auth: 'iam' | 'none'; input: string }>
  shapes: Record<string, ModelShape>
}

const LINE_WIDTH = 120
const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')
const model: Model = JSON.parse(read('../test/model/cognito-idp.json'))

/** Which file of src/wire/shapes declares a shape. */
const shapeFiles = new Map(
  readdirSync(new URL('../src/wire/shapes/', import.meta.url)).flatMap((file) =>
    [...read(`../src/wire/shapes/${file}`).matchAll(/^export const (\w+)/gm)].map(
      ([, name = '']) => [name, file] as const,
    ),
  ),
)

/** Scalars without constraints, which have no name of their own. */
const scalars: Readonly<Record<string, string>> = {
  boolean: 'boolean',
  integer: 'integer()',
  long: 'integer()',
  string: 'string()',
  structure: 'document',
}

/** Request-rate categories by what an operation is called; the first pattern that fits wins. */
const quotas: readonly (readonly [pattern: RegExp, category: string])[] = [
  [/^(Admin)?RespondToAuthChallenge$/, 'UserAuthenticationResponse'],
  [/^(Admin)?InitiateAuth$|^GetTokensFromRefreshToken$/, 'UserAuthentication'],
  [/^(Admin)?ConfirmSignUp$|^SignUp$|^AdminCreateUser$/, 'UserCreation'],
  [/Password$/, 'UserAccountRecovery'],
  [/^(Admin)?GetUser(AuthFactors)?$/, 'UserRead'],
  [/^RevokeToken$/, 'UserToken'],
  [/^GetClientToken$/, 'ClientAuthentication'],
  [/ProvisionedLimit$/, 'LimitManagement'],
  [/^ListUsers(InGroup)?$/, 'UserList'],
  [/^(DescribeUserPool|ListUserPools)$/, 'UserPoolRead'],
  [/^(Create|Update|Delete)UserPool$/, 'UserPoolUpdate'],
  [/^(Describe|Get|List)UserPoolClient/, 'UserPoolClientRead'],
  [/UserPoolClient/, 'UserPoolClientUpdate'],
  [/^(Admin)?(GetDevice|ListDevices|ListUserSessions)$|^ListWebAuthnCredentials$/, 'UserResourceRead'],
  [/^AdminList(GroupsForUser|UserAuthEvents)$/, 'UserResourceRead'],
  [/^GetUserAttributeVerificationCode$|^ResendConfirmationCode$/, 'UserResourceRead'],
  [
    /Device|AuthEventFeedback|MFAPreference|UserSettings|SoftwareToken|WebAuthn|RevokeUserSession/,
    'UserResourceUpdate',
  ],
  [/^Admin|UserAttribute|^DeleteUser$|^GlobalSignOut$/, 'UserUpdate'],
  [/^(Describe|Get|List)/, 'UserPoolResourceRead'],
  [/^/, 'UserPoolResourceUpdate'],
]

const importLine = (names: Iterable<string>, from: string) => {
  const sorted = [...names].sort()
  const line = `import { ${sorted.join(', ')} } from '${from}'`
  return line.length <= LINE_WIDTH ? line : `import {\n${sorted.map((name) => `  ${name},\n`).join('')}} from '${from}'`
}

const scaffold = (name: string): string => {
  const operation = model.operations[name]
  if (!operation) throw new Error(`The service has no operation ${name}`)
  const { members = {}, required = [] } = model.shapes[operation.input] ?? {}

  const imports = new Map<string, Set<string>>()
  const use = (local: string, from: string) => {
    imports.set(from, (imports.get(from) ?? new Set()).add(local.replace('()', '')))
    return local
  }
  const shapeOf = (modelName: string) => {
    const local = modelName.replace(/_$/, '')
    const file = shapeFiles.get(local)
    if (file) return use(local, `../../wire/shapes/${file}`)
    const scalar = scalars[model.shapes[modelName]?.type ?? '']
    if (!scalar) throw new Error(`No file of src/wire/shapes declares ${local}`)
    return use(scalar, '../../wire/schema.ts')
  }

  use('structure', '../../wire/schema.ts')
  const fields = Object.entries(members).map(([member, modelName]) => {
    const shape = shapeOf(modelName)
    return `    ${member}: ${required.includes(member) ? `${use('required', '../../wire/schema.ts')}(${shape})` : shape},\n`
  })
  const auth = operation.auth === 'iam' ? 'iam' : required.includes('AccessToken') ? 'token' : 'public'
  const quota = quotas.find(([pattern]) => pattern.test(name))?.[1]

  return `${[...imports.keys()]
    .sort()
    .map((from) => `${importLine(imports.get(from) ?? [], from)}\n`)
    .join('')}\
import { operation } from '../operation.ts'

/**
 * What it promises, and what is odd about it.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_${name}.html
 */
export const ${name} = operation({
  auth: '${auth}',
  quota: '${quota}',
  input: structure({${fields.length > 0 ? `\n${fields.join('')}  ` : ''}}),
  async handle(input, ctx) {
    return {}
  },
})
`
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { write: { type: 'string' } } })
const skeletons = positionals.map((name) => ({ name, text: scaffold(name) }))
if (values.write === undefined) {
  process.stdout.write(skeletons.map(({ text }) => text).join('\n'))
} else {
  for (const { name, text } of skeletons) {
    const path = join(values.write, `${name}.ts`)
    if (!existsSync(path)) writeFileSync(path, text)
  }
}
