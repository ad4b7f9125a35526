import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { AWS_PLACE, hasAwsCredentials, readAwsPlace, readSenderKey, type SenderKey } from './aws-settings.ts'
import { type EmailWay, readMessageWays, type SmsWay } from './config-messages.ts'
import { isLoopback, isNetwork, isPlainUrl, PLAIN_URL, urlHost } from './domain/host.ts'
import { IMPORT_ROWS } from './domain/import-job.ts'
import { quotas } from './operations/quotas.ts'

/** How messages leave, which the configuration says. */
export type { AwsWay, EmailWay, SmsSender, SmsWay } from './config-messages.ts'

/** What the program was told, checked whole at its start. No other file reads the environment. */
export type Config = {
  readonly mode: 'dev' | 'serve'
  readonly host: string
  readonly port: number
  readonly publicUrl: string
  readonly issuer: 'public-url' | 'aws'
  readonly accountId: string
  /** The Regions that are served; undefined serves any. */
  readonly regions: readonly string[] | undefined
  readonly database: { kind: 'sqlite'; file: string } | { kind: 'memory' } | { kind: 'postgres'; url: string }
  readonly rootKey: { file: string; create: boolean } | { hex: string } | { ephemeral: true }
  /** What new pools keep of passwords. */
  readonly passwordMode: 'srp' | 'hash'
  /** How messages leave; undefined where they cannot, or stay in the inbox of dev mode. */
  readonly email: EmailWay | undefined
  readonly sms: SmsWay | undefined
  readonly emailFrom: string
  /** Where functions of triggers are listed. */
  readonly functionsFile: string | undefined
  /** What signs requests to functions at HTTP endpoints. */
  readonly functionsSecret: string | undefined
  /** The Lambda Invoke API: `aws`, or the URL of an endpoint. */
  readonly lambda: string | undefined
  /** What encrypts codes for functions that send them. */
  readonly senderKey: SenderKey | undefined
  /** Whether the environment says which credentials of AWS are to be used. */
  readonly awsCredentials: boolean
  readonly devCode: string | undefined
  /** Requests per second by category; undefined where requests are not limited. */
  readonly quotas: Readonly<Record<string, number>> | undefined
  /** How many users a file of an import may have. */
  readonly importRows: number
  readonly trustedProxies: readonly string[]
  /** Private addresses that servers of identity providers may have. */
  readonly outboundNetworks: readonly string[]
  /** Where the logs of pools go: into files, and to a server. */
  readonly logDir: string | undefined
  readonly logWebhook: { url: string; secret: string } | undefined
  readonly logLevel: string
  readonly logFormat: 'json' | 'pretty'
}

/** Mistakes in the configuration: one line each, none with a secret in it. */
export class ConfigError extends Error {
  readonly mistakes: readonly string[]

  constructor(mistakes: readonly string[]) {
    super(mistakes.join('\n'))
    this.mistakes = mistakes
  }
}

/** Every variable, with what it must look like. `docs/configuration.md` explains each. */
const variables = {
  CENOTE_CONFIG: /^.+$/,
  CENOTE_HOST: /^[\w.:-]+$/,
  CENOTE_PORT: /^[1-9]\d{0,4}$/,
  CENOTE_PUBLIC_URL: /^https?:\/\/[\w.:[\]-]+$/,
  CENOTE_ISSUER: /^(public-url|aws)$/,
  CENOTE_ACCOUNT_ID: /^\d{12}$/,
  CENOTE_REGIONS: /^[a-z0-9-]{5,32}(,[a-z0-9-]{5,32})*$/,
  CENOTE_DATA_DIR: /^.+$/,
  CENOTE_DATABASE_URL: /^(memory:|sqlite:.+|postgres(ql)?:\/\/.+)$/,
  CENOTE_ROOT_KEY: /^[0-9a-fA-F]{64}(,[0-9a-fA-F]{64})*$/,
  CENOTE_ROOT_KEY_FILE: /^.+$/,
  CENOTE_PASSWORD_MODE: /^(srp|hash)$/,
  CENOTE_SMTP_URL: /^smtps?:\/\/.+$/,
  CENOTE_SES: /^(aws|https?:\/\/.+)$/,
  CENOTE_SES_REGION: /^[a-z0-9-]{5,32}$/,
  CENOTE_EMAIL_WEBHOOK_URL: /^https?:\/\/.+$/,
  CENOTE_EMAIL_WEBHOOK_SECRET: /^.{16,}$/,
  CENOTE_EMAIL_FROM: /^[^\r\n]+@[^\r\n]+$/,
  CENOTE_SNS: /^(aws|https?:\/\/.+)$/,
  CENOTE_SNS_REGION: /^[a-z0-9-]{5,32}$/,
  CENOTE_SMS_WEBHOOK_URL: /^https?:\/\/.+$/,
  CENOTE_SMS_WEBHOOK_SECRET: /^.{16,}$/,
  CENOTE_SMS_WEBHOOK_FORMAT: /^(cenote|twilio)$/,
  CENOTE_SMS_SENDER: /^(\+?\d{3,15}|MG[0-9a-fA-F]{32}|(?=.*[A-Za-z])[A-Za-z0-9 -]{1,11})$/,
  CENOTE_FUNCTIONS: /^.+$/,
  CENOTE_FUNCTIONS_SECRET: /^.{16,}$/,
  CENOTE_LAMBDA: /^(aws|https?:\/\/.+)$/,
  CENOTE_KMS: /^(aws|https?:\/\/.+)$/,
  CENOTE_SENDER_KEY: /^[0-9a-fA-F]{64}$/,
  CENOTE_DEV_CODE: /^\d{6}$/,
  CENOTE_QUOTAS: /^(on|off|[A-Za-z]+=\d{1,9}(,[A-Za-z]+=\d{1,9})*)$/,
  CENOTE_IMPORT_ROWS: /^[1-9]\d{0,8}$/,
  CENOTE_TRUSTED_PROXIES: /^[0-9a-fA-F.:/,]+$/,
  CENOTE_OUTBOUND_NETWORKS: /^[0-9a-fA-F.:/,]+$/,
  CENOTE_LOG_DIR: /^.+$/,
  CENOTE_LOG_URL: /^https?:\/\/.+$/,
  CENOTE_LOG_SECRET: /^.{16,}$/,
  CENOTE_LOG_LEVEL: /^(trace|debug|info|warn|error|silent)$/,
  CENOTE_LOG_FORMAT: /^(json|pretty)$/,
} as const satisfies Record<string, RegExp>

type Variable = keyof typeof variables
type Given = Partial<Record<Variable, string>>

const shapes: Partial<Record<Variable, string>> = {
  CENOTE_PORT: 'a port number',
  CENOTE_ISSUER: 'public-url or aws',
  CENOTE_PASSWORD_MODE: 'srp or hash',
  CENOTE_LOG_LEVEL: 'trace, debug, info, warn, error or silent',
  CENOTE_LOG_FORMAT: 'json or pretty',
  CENOTE_IMPORT_ROWS: 'a number of users',
  CENOTE_TRUSTED_PROXIES: 'IP addresses or CIDR ranges with commas between them',
  CENOTE_OUTBOUND_NETWORKS: 'IP addresses or CIDR ranges with commas between them',
  CENOTE_SES: AWS_PLACE,
  CENOTE_SES_REGION: 'the name of a Region',
  CENOTE_EMAIL_WEBHOOK_URL: PLAIN_URL,
  CENOTE_EMAIL_WEBHOOK_SECRET: 'at least 16 characters',
  CENOTE_SNS: AWS_PLACE,
  CENOTE_SNS_REGION: 'the name of a Region',
  CENOTE_SMS_WEBHOOK_URL: PLAIN_URL,
  CENOTE_SMS_WEBHOOK_FORMAT: 'cenote or twilio',
  CENOTE_SMS_SENDER: 'a phone number, a name of at most 11 letters and digits, or a messaging service',
  CENOTE_HOST: 'an address or a host name',
  CENOTE_PUBLIC_URL: 'an http or https URL without a path',
  CENOTE_ACCOUNT_ID: 'twelve digits',
  CENOTE_REGIONS: 'Region names with commas between them',
  CENOTE_DATABASE_URL: 'memory:, sqlite:<path>, or postgres://user:password@host/database',
  CENOTE_ROOT_KEY: '64 hexadecimal digits (several keys: with commas, the newest first)',
  CENOTE_SMTP_URL: 'a URL of the form smtp://user:password@host:port',
  CENOTE_EMAIL_FROM: 'an e-mail address',
  CENOTE_SMS_WEBHOOK_SECRET: 'at least 16 characters',
  CENOTE_FUNCTIONS_SECRET: 'at least 16 characters',
  CENOTE_LAMBDA: AWS_PLACE,
  CENOTE_KMS: AWS_PLACE,
  CENOTE_SENDER_KEY: '64 hexadecimal digits',
  CENOTE_DEV_CODE: 'six digits',
  CENOTE_LOG_URL: PLAIN_URL,
  CENOTE_LOG_SECRET: 'at least 16 characters',
  CENOTE_QUOTAS: 'on, off, or Category=requests per second with commas between them',
}

const readGiven = (environment: NodeJS.ProcessEnv, mistakes: string[]): Given => {
  const given: Given = {}
  const take = (source: NodeJS.Dict<string>, where: string) => {
    for (const [name, value] of Object.entries(source)) {
      if (!name.startsWith('CENOTE_') || value === undefined || value === '') continue
      const form = variables[name as Variable]
      if (!form) mistakes.push(`${name}${where}: there is no such setting`)
      else if (!form.test(value))
        mistakes.push(`${name}${where}: must be ${shapes[name as Variable] ?? 'of another form'}`)
      else given[name as Variable] = value
    }
  }
  const file = environment.CENOTE_CONFIG
  if (file) {
    try {
      take(parseEnv(readFileSync(file, 'utf8')), ` in ${file}`)
    } catch (error) {
      mistakes.push(`CENOTE_CONFIG: cannot read ${file} (${(error as NodeJS.ErrnoException).code ?? 'not readable'})`)
    }
  }
  take(environment, '')
  return given
}

const readNetworks = (
  variable: 'CENOTE_TRUSTED_PROXIES' | 'CENOTE_OUTBOUND_NETWORKS',
  given: Given,
  mistakes: string[],
): string[] => {
  const networks = given[variable]?.split(',') ?? []
  const wrong = networks.find((network) => !isNetwork(network))
  if (wrong !== undefined) mistakes.push(`${variable}: ${wrong} is not an address or a range of addresses`)
  return networks
}

const readQuotas = (text: string | undefined, mode: Config['mode'], mistakes: string[]): Config['quotas'] => {
  if (text === 'off' || (text === undefined && mode === 'dev')) return undefined
  const limits: Record<string, number> = { ...quotas }
  if (text === undefined || text === 'on') return limits
  for (const entry of text.split(',')) {
    const [category = '', limit] = entry.split('=')
    if (!Object.hasOwn(quotas, category)) mistakes.push(`CENOTE_QUOTAS: there is no category ${category}`)
    limits[category] = Number(limit)
  }
  return limits
}

const readDatabase = (given: Given, memory: boolean): Config['database'] => {
  const url = memory ? 'memory:' : given.CENOTE_DATABASE_URL
  if (url === 'memory:') return { kind: 'memory' }
  if (url?.startsWith('postgres')) return { kind: 'postgres', url }
  if (url) return { kind: 'sqlite', file: resolve(url.slice('sqlite:'.length)) }
  return { kind: 'sqlite', file: resolve(given.CENOTE_DATA_DIR ?? '.cenote', 'cenote.db') }
}

const readLogWebhook = (given: Given, mistakes: string[]): Config['logWebhook'] => {
  const { CENOTE_LOG_URL: url, CENOTE_LOG_SECRET: secret } = given
  if (!url) return undefined
  if (!isPlainUrl(url)) mistakes.push(`CENOTE_LOG_URL: must be ${PLAIN_URL}`)
  if (!secret) mistakes.push('CENOTE_LOG_SECRET: is needed with CENOTE_LOG_URL')
  return secret ? { url, secret } : undefined
}

const readRootKey = (
  given: Given,
  database: Config['database'],
  environment: NodeJS.ProcessEnv,
  mistakes: string[],
): Config['rootKey'] => {
  if (given.CENOTE_ROOT_KEY) return { hex: given.CENOTE_ROOT_KEY }
  if (given.CENOTE_ROOT_KEY_FILE)
    return { file: resolve(given.CENOTE_ROOT_KEY_FILE), create: database.kind !== 'postgres' }
  if (database.kind === 'memory') return { ephemeral: true }
  if (database.kind === 'postgres') {
    mistakes.push('CENOTE_ROOT_KEY_FILE: is needed with CENOTE_DATABASE_URL; every node reads the same key')
  }
  const home = environment.XDG_CONFIG_HOME || join(homedir(), '.config')
  return { file: join(home, 'cenote', 'root.key'), create: true }
}

/**
 * Reads the configuration from the environment and the file that CENOTE_CONFIG names, of which the
 * environment wins. Raises ConfigError with every mistake in it.
 */
export const readConfig = (mode: Config['mode'], environment: NodeJS.ProcessEnv, memory = false): Config => {
  const mistakes: string[] = []
  const given = readGiven(environment, mistakes)
  const host = given.CENOTE_HOST ?? '127.0.0.1'
  const port = Number(given.CENOTE_PORT ?? 9230)
  if (port > 65_535) mistakes.push('CENOTE_PORT: must be at most 65535')
  if (mode === 'dev' && !isLoopback(host)) {
    mistakes.push(`CENOTE_HOST: cenote dev accepts any credentials and listens on loopback only, not on ${host}`)
  }
  if (mode === 'serve' && given.CENOTE_DATABASE_URL === 'memory:') {
    mistakes.push('CENOTE_DATABASE_URL: memory: is for cenote dev only')
  }
  if (mode === 'serve' && given.CENOTE_DEV_CODE) mistakes.push('CENOTE_DEV_CODE: is for cenote dev only')
  const logWebhook = readLogWebhook(given, mistakes)
  if (given.CENOTE_ROOT_KEY && given.CENOTE_ROOT_KEY_FILE) {
    mistakes.push('CENOTE_ROOT_KEY: cannot be set together with CENOTE_ROOT_KEY_FILE')
  }
  const database = readDatabase(given, memory)
  const regions = given.CENOTE_REGIONS?.split(',')
  const defaultRegion = environment.AWS_REGION || environment.AWS_DEFAULT_REGION || regions?.[0] || 'us-east-1'
  const config: Config = {
    mode,
    host,
    port,
    publicUrl: given.CENOTE_PUBLIC_URL ?? `http://${urlHost(host)}:${port}`,
    issuer: given.CENOTE_ISSUER === 'aws' ? 'aws' : 'public-url',
    accountId: given.CENOTE_ACCOUNT_ID ?? '000000000000',
    regions: regions ?? (mode === 'serve' ? [defaultRegion] : undefined),
    database,
    rootKey: readRootKey(given, database, environment, mistakes),
    passwordMode: given.CENOTE_PASSWORD_MODE === 'hash' ? 'hash' : 'srp',
    ...readMessageWays({ given, defaultRegion, mistakes }),
    emailFrom: given.CENOTE_EMAIL_FROM ?? 'no-reply@cenote.localhost',
    functionsFile: given.CENOTE_FUNCTIONS && resolve(given.CENOTE_FUNCTIONS),
    functionsSecret: given.CENOTE_FUNCTIONS_SECRET,
    lambda: readAwsPlace('CENOTE_LAMBDA', given.CENOTE_LAMBDA, mistakes),
    senderKey: readSenderKey(given, mistakes),
    awsCredentials: hasAwsCredentials(environment),
    devCode: given.CENOTE_DEV_CODE,
    quotas: readQuotas(given.CENOTE_QUOTAS, mode, mistakes),
    importRows: Number(given.CENOTE_IMPORT_ROWS ?? IMPORT_ROWS),
    trustedProxies: readNetworks('CENOTE_TRUSTED_PROXIES', given, mistakes),
    outboundNetworks: readNetworks('CENOTE_OUTBOUND_NETWORKS', given, mistakes),
    logDir: given.CENOTE_LOG_DIR && resolve(given.CENOTE_LOG_DIR),
    logWebhook,
    logLevel: given.CENOTE_LOG_LEVEL ?? 'info',
    logFormat:
      given.CENOTE_LOG_FORMAT === 'json' || given.CENOTE_LOG_FORMAT === 'pretty'
        ? given.CENOTE_LOG_FORMAT
        : mode === 'dev'
          ? 'pretty'
          : 'json',
  }
  if (mistakes.length > 0) throw new ConfigError(mistakes)
  return Object.freeze(config)
}
