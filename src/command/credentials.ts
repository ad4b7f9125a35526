import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type Config, ConfigError } from '../config.ts'
import type { Logger } from '../context.ts'
import { parsePolicy } from '../domain/policy.ts'
import { createAccessKey, type NewAccessKey, ROOT } from '../flows/credentials.ts'
import { openVault } from '../main.ts'
import type { Queries } from '../store/index.ts'
import { credentialsUsage } from './usage.ts'

const NAME = /^[\w+=,.@-]{1,64}$/
const MAX_SESSION_MINUTES = 36 * 60

type Vault = Awaited<ReturnType<typeof openVault>>
type Options = { policy?: string | undefined; 'session-minutes'?: string | undefined; json?: boolean | undefined }
type Action = (vault: Vault, names: string[], options: Options) => Promise<string>

const mistake = (text: string) => new ConfigError([text])

const required = (value: string | undefined, what: string): string => {
  if (value === undefined) throw mistake(`${what} is missing. Usage:\n${credentialsUsage}`)
  return value
}

const readPolicy = (file: string): unknown => {
  try {
    const document: unknown = JSON.parse(readFileSync(file === '-' ? 0 : file, 'utf8'))
    parsePolicy(document)
    return document
  } catch (error) {
    throw mistake(`the policy ${file} cannot be used: ${(error as Error).message}`)
  }
}

const putPolicy = async (tx: Queries, name: string, policyName: string, document: unknown) => {
  const identity = await tx.identities.find(name)
  if (!identity) throw mistake(`there is no identity ${name}`)
  if (identity.isRoot) throw mistake('the root identity may do everything; policies do not bind it')
  await tx.identities.setPolicies(name, { ...identity.policies, [policyName]: document })
}

const showKey = (key: NewAccessKey, json: boolean) => {
  const fields = {
    AccessKeyId: key.accessKeyId,
    SecretAccessKey: key.secretAccessKey,
    ...(key.sessionToken !== undefined && { SessionToken: key.sessionToken }),
    ...(key.expiresAt !== undefined && { Expiration: new Date(key.expiresAt).toISOString() }),
  }
  if (json) return JSON.stringify(fields)
  return [
    `AWS_ACCESS_KEY_ID=${key.accessKeyId}`,
    `AWS_SECRET_ACCESS_KEY=${key.secretAccessKey}`,
    ...(key.sessionToken === undefined ? [] : [`AWS_SESSION_TOKEN=${key.sessionToken}`]),
    'The secret is shown this once.',
  ].join('\n')
}

const create: Action = async ({ store, sealer }, [name], options) => {
  const identity = required(name, 'NAME')
  if (!NAME.test(identity)) throw mistake('NAME: letters, digits and +=,.@_- only, 64 at most')
  const minutes = options['session-minutes'] === undefined ? undefined : Number(options['session-minutes'])
  if (minutes !== undefined && !(Number.isInteger(minutes) && minutes > 0 && minutes <= MAX_SESSION_MINUTES)) {
    throw mistake(`--session-minutes: a whole number from 1 to ${MAX_SESSION_MINUTES}`)
  }
  const policy = options.policy === undefined ? undefined : readPolicy(options.policy)
  const key = await store.transaction(async (tx) => {
    await tx.identities.insert({ name: identity, isRoot: identity === ROOT, policies: {} }, Date.now())
    if (policy !== undefined) await putPolicy(tx, identity, 'default', policy)
    const seconds = minutes === undefined ? undefined : minutes * 60
    return createAccessKey({ sealer, random: randomBytes, now: Date.now }, tx, identity, seconds)
  })
  return showKey(key, options.json === true)
}

const list: Action = async ({ store }) => {
  const keys = await store.identities.listKeys()
  const lines = (await store.identities.list()).flatMap((identity) => {
    const rights = identity.isRoot
      ? 'may do everything'
      : `policies: ${Object.keys(identity.policies).join(', ') || 'none'}`
    const own = keys.filter((key) => key.identity === identity.name)
    return [
      `${identity.name} (${rights})`,
      ...own.map((key) => {
        const ends = key.expiresAt === undefined ? '' : `, ends ${new Date(key.expiresAt).toISOString()}`
        return `  ${key.id}${key.disabledAt === undefined ? '' : ' disabled'}, made ${new Date(key.createdAt).toISOString()}${ends}`
      }),
    ]
  })
  return lines.join('\n') || 'There are no identities yet: the first start of cenote serve makes the root.'
}

const changeKey =
  (change: (tx: Queries, id: string) => Promise<boolean>, done: string): Action =>
  async ({ store }, [id]) => {
    const keyId = required(id, 'KEY_ID')
    if (!(await store.transaction((tx) => change(tx, keyId)))) throw mistake(`there is no access key ${keyId}`)
    return `${keyId} ${done}.`
  }

const actions: Readonly<Record<string, Action>> = {
  create,
  list,
  disable: changeKey((tx, id) => tx.identities.disableKey(id, Date.now()), 'is disabled'),
  enable: changeKey((tx, id) => tx.identities.disableKey(id, undefined), 'works again'),
  delete: changeKey((tx, id) => tx.identities.removeKey(id), 'is deleted'),
  async 'put-policy'({ store }, [name, policyName, file]) {
    const document = readPolicy(required(file, 'FILE'))
    await store.transaction((tx) =>
      putPolicy(tx, required(name, 'NAME'), required(policyName, 'POLICY_NAME'), document),
    )
    return `${name} has the policy ${policyName}.`
  },
  async 'delete-policy'({ store }, [name, policyName]) {
    await store.transaction(async (tx) => {
      const identity = await tx.identities.find(required(name, 'NAME'))
      if (!identity) throw mistake(`there is no identity ${name}`)
      const { [required(policyName, 'POLICY_NAME')]: removed, ...policies } = identity.policies
      if (removed === undefined) throw mistake(`${name} has no policy ${policyName}`)
      await tx.identities.setPolicies(identity.name, policies)
    })
    return `${name} has no policy ${policyName} any more.`
  },
}

/** Runs `cenote credentials ...` and gives what to print. Raises ConfigError for the caller's mistakes. */
export const runCredentials = async (words: string[], config: Config, log: Logger): Promise<string> => {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: { policy: { type: 'string' }, 'session-minutes': { type: 'string' }, json: { type: 'boolean' } },
  })
  const [name = '', ...names] = positionals
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined
  if (!action) throw mistake(`Usage:\n${credentialsUsage}`)
  const vault = await openVault(config, log)
  try {
    return await action(vault, names, values)
  } finally {
    await vault.close()
  }
}
