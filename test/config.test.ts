import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, describe, test } from 'node:test'
import { type Config, ConfigError, readConfig } from '../src/config.ts'
import { quotas } from '../src/operations/quotas.ts'

type Mode = Config['mode']
type Settings = Record<string, string>

const folder = mkdtempSync(join(tmpdir(), 'cenote-config-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const write = (name: string, text: string) => {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

const mistakesOf = (mode: Mode, settings: Settings, memory = false): readonly string[] => {
  try {
    readConfig(mode, settings, memory)
    return []
  } catch (error) {
    assert.ok(error instanceof ConfigError, String(error))
    assert.equal(error.message, error.mistakes.join('\n'))
    return error.mistakes
  }
}

const KEY = '0f'.repeat(32)
const SERVICE = `MG${'0f'.repeat(16)}`
const twilio = {
  CENOTE_SMS_WEBHOOK_URL: 'https://h/x',
  CENOTE_SMS_WEBHOOK_SECRET: 'AC1234:auth:token',
  CENOTE_SMS_WEBHOOK_FORMAT: 'twilio',
}
const senders = [
  ['+15550001111', 'number'],
  ['12345', 'number'],
  ['MG', 'name'],
  ['MyShop', 'name'],
  [SERVICE, 'service'],
] as const
const aws = (defaultRegion = 'us-east-1') => ({ place: 'aws', region: undefined, defaultRegion })
const defaultKey = { file: join(homedir(), '.config', 'cenote', 'root.key'), create: true }

describe('without settings', () => {
  const common = {
    host: '127.0.0.1',
    port: 9230,
    publicUrl: 'http://localhost:9230',
    issuer: 'public-url',
    accountId: '000000000000',
    database: { kind: 'sqlite', file: resolve('.cenote/cenote.db') },
    rootKey: defaultKey,
    passwordMode: 'srp',
    email: undefined,
    sms: undefined,
    emailFrom: 'no-reply@cenote.localhost',
    functionsFile: undefined,
    functionsSecret: undefined,
    lambda: undefined,
    senderKey: undefined,
    awsCredentials: false,
    devCode: undefined,
    importRows: 500_000,
    trustedProxies: [],
    outboundNetworks: [],
    logDir: undefined,
    logWebhook: undefined,
    logLevel: 'info',
  }

  test('dev takes any Region, limits nothing and logs for people', () => {
    const config = readConfig('dev', {})
    assert.deepEqual(config, { ...common, mode: 'dev', regions: undefined, quotas: undefined, logFormat: 'pretty' })
  })

  test('serve takes one Region, limits as AWS does and logs for machines', () => {
    const config = readConfig('serve', {})
    assert.deepEqual(config, { ...common, mode: 'serve', regions: ['us-east-1'], quotas, logFormat: 'json' })
  })

  test('what was read does not change any more', () => {
    assert.ok(Object.isFrozen(readConfig('dev', {})))
  })

  test('what is empty counts as not set, and what is not ours is not looked at', () => {
    const empty = { CENOTE_PORT: '', CENOTE_ROOT_KEY: '', CENOTE_CONFIG: '', XDG_CONFIG_HOME: '', AWS_REGION: '' }
    const foreign = { CENOTEX: 'x', PORT: '1', cenote_port: '1', MY_CENOTE_PORT: '1' }
    assert.deepEqual(readConfig('serve', { ...empty, ...foreign }), readConfig('serve', {}))
  })
})

describe('a setting means what the reference says:', () => {
  const root = { CENOTE_ROOT_KEY: KEY }
  const cases: [name: string, mode: Mode, settings: Settings, expected: Partial<Config>][] = [
    ['a port', 'dev', { CENOTE_PORT: '1' }, { port: 1, publicUrl: 'http://localhost:1' }],
    ['the last port', 'serve', { CENOTE_PORT: '65535' }, { port: 65_535 }],
    ['every address', 'serve', { CENOTE_HOST: '0.0.0.0' }, { host: '0.0.0.0', publicUrl: 'http://0.0.0.0:9230' }],
    ['loopback by name', 'dev', { CENOTE_HOST: 'localhost' }, { publicUrl: 'http://localhost:9230' }],
    ['loopback of IPv6', 'dev', { CENOTE_HOST: '::1' }, { host: '::1', publicUrl: 'http://localhost:9230' }],
    ['another loopback address', 'dev', { CENOTE_HOST: '127.0.0.2' }, { host: '127.0.0.2' }],
    ['an address of IPv6', 'serve', { CENOTE_HOST: '2001:db8::1' }, { publicUrl: 'http://[2001:db8::1]:9230' }],
    ['a URL', 'serve', { CENOTE_PUBLIC_URL: 'https://id.example.com' }, { publicUrl: 'https://id.example.com' }],
    ['a URL with a port', 'dev', { CENOTE_PUBLIC_URL: 'http://[::1]:80' }, { publicUrl: 'http://[::1]:80' }],
    ['an issuer', 'serve', { CENOTE_ISSUER: 'aws' }, { issuer: 'aws' }],
    ['the default issuer', 'serve', { CENOTE_ISSUER: 'public-url' }, { issuer: 'public-url' }],
    ['an account', 'serve', { CENOTE_ACCOUNT_ID: '123456789012' }, { accountId: '123456789012' }],
    ['Regions', 'dev', { CENOTE_REGIONS: 'eu-west-1,us-gov-east-1' }, { regions: ['eu-west-1', 'us-gov-east-1'] }],
    ['the Region of AWS', 'serve', { AWS_REGION: 'a', AWS_DEFAULT_REGION: 'b' }, { regions: ['a'] }],
    ['the other Region of AWS', 'serve', { AWS_DEFAULT_REGION: 'eu-central-1' }, { regions: ['eu-central-1'] }],
    ['a Region before AWS’s', 'serve', { CENOTE_REGIONS: 'eu-west-1', AWS_REGION: 'a' }, { regions: ['eu-west-1'] }],
    ['no Region of AWS in dev', 'dev', { AWS_REGION: 'eu-west-1' }, { regions: undefined }],
    ['a folder', 'dev', { CENOTE_DATA_DIR: 'x' }, { database: { kind: 'sqlite', file: resolve('x/cenote.db') } }],
    ['a file', 'dev', { CENOTE_DATABASE_URL: 'sqlite:/x/y' }, { database: { kind: 'sqlite', file: '/x/y' } }],
    [
      'memory',
      'dev',
      { CENOTE_DATABASE_URL: 'memory:' },
      { database: { kind: 'memory' }, rootKey: { ephemeral: true } },
    ],
    [
      'PostgreSQL',
      'serve',
      { CENOTE_DATABASE_URL: 'postgresql://u:p@h/d', ...root },
      { database: { kind: 'postgres', url: 'postgresql://u:p@h/d' }, rootKey: { hex: KEY } },
    ],
    [
      'a key file, which is never made for PostgreSQL',
      'serve',
      { CENOTE_DATABASE_URL: 'postgres://h/d', CENOTE_ROOT_KEY_FILE: '/k' },
      { rootKey: { file: '/k', create: false } },
    ],
    ['a key file', 'dev', { CENOTE_ROOT_KEY_FILE: 'k' }, { rootKey: { file: resolve('k'), create: true } }],
    ['a home of settings', 'dev', { XDG_CONFIG_HOME: '/x' }, { rootKey: { file: '/x/cenote/root.key', create: true } }],
    ['keys', 'dev', { CENOTE_ROOT_KEY: `${KEY},${KEY}` }, { rootKey: { hex: `${KEY},${KEY}` } }],
    ['what is kept of passwords', 'serve', { CENOTE_PASSWORD_MODE: 'hash' }, { passwordMode: 'hash' }],
    ['the default of that', 'dev', { CENOTE_PASSWORD_MODE: 'srp' }, { passwordMode: 'srp' }],
    [
      'a mail server',
      'serve',
      { CENOTE_SMTP_URL: 'smtp://u:p@h:1' },
      { email: { kind: 'smtp', url: 'smtp://u:p@h:1' } },
    ],
    ['Amazon SES', 'serve', { CENOTE_SES: 'aws' }, { email: { kind: 'ses', ...aws() } }],
    [
      'a server that speaks as SES, and a Region',
      'dev',
      { CENOTE_SES: 'https://h:1/x', CENOTE_SES_REGION: 'eu-west-1', AWS_REGION: 'us-west-2', CENOTE_REGIONS: 'a-bcd' },
      { email: { kind: 'ses', place: 'https://h:1/x', region: 'eu-west-1', defaultRegion: 'us-west-2' } },
    ],
    [
      'the Region of AWS for messages',
      'serve',
      { CENOTE_SES: 'aws', AWS_DEFAULT_REGION: 'us-west-2', CENOTE_REGIONS: 'eu-west-1,eu-west-2' },
      { email: { kind: 'ses', ...aws('us-west-2') } },
    ],
    [
      'the first Region that is served for messages',
      'dev',
      { CENOTE_SNS: 'aws', CENOTE_REGIONS: 'eu-west-1,eu-west-2' },
      { sms: { kind: 'sns', sender: undefined, ...aws('eu-west-1') } },
    ],
    [
      'a gateway for e-mail',
      'serve',
      { CENOTE_EMAIL_WEBHOOK_URL: 'https://h/x', CENOTE_EMAIL_WEBHOOK_SECRET: 'sixteen characters' },
      { email: { kind: 'webhook', url: 'https://h/x', secret: 'sixteen characters' } },
    ],
    ['a sender', 'serve', { CENOTE_EMAIL_FROM: 'A <a@b>' }, { emailFrom: 'A <a@b>' }],
    ...['', 'cenote'].map((format): (typeof cases)[number] => [
      `a gateway for text messages ${format}`,
      'serve',
      {
        CENOTE_SMS_WEBHOOK_URL: 'https://h/x',
        CENOTE_SMS_WEBHOOK_SECRET: 'sixteen characters',
        CENOTE_SMS_WEBHOOK_FORMAT: format,
        CENOTE_SMS_SENDER: 'Cenote',
      },
      { sms: { kind: 'webhook', url: 'https://h/x', secret: 'sixteen characters' } },
    ]),
    ...senders.map(([text, kind]): (typeof cases)[number] => [
      `Twilio, from ${text}`,
      'serve',
      { ...twilio, CENOTE_SMS_SENDER: text },
      { sms: { kind: 'twilio', url: 'https://h/x', secret: 'AC1234:auth:token', sender: { kind, value: text } } },
    ]),
    [
      'Amazon SNS, from a name',
      'serve',
      { CENOTE_SNS: 'http://127.0.0.1:1', CENOTE_SNS_REGION: 'eu-west-1', CENOTE_SMS_SENDER: 'My Shop' },
      {
        sms: {
          kind: 'sns',
          ...aws(),
          place: 'http://127.0.0.1:1',
          region: 'eu-west-1',
          sender: { kind: 'name', value: 'My Shop' },
        },
      },
    ],
    ['a folder for logs', 'serve', { CENOTE_LOG_DIR: 'logs' }, { logDir: resolve('logs') }],
    [
      'an endpoint for logs',
      'serve',
      { CENOTE_LOG_URL: 'https://h/x', CENOTE_LOG_SECRET: 'sixteen characters' },
      { logWebhook: { url: 'https://h/x', secret: 'sixteen characters' } },
    ],
    ['functions', 'serve', { CENOTE_FUNCTIONS: 'f.json' }, { functionsFile: resolve('f.json') }],
    [
      'a secret of functions',
      'serve',
      { CENOTE_FUNCTIONS_SECRET: 'sixteen characters' },
      { functionsSecret: 'sixteen characters' },
    ],
    ['AWS Lambda', 'serve', { CENOTE_LAMBDA: 'aws' }, { lambda: 'aws', awsCredentials: false }],
    ['another Lambda', 'dev', { CENOTE_LAMBDA: 'http://h:4566' }, { lambda: 'http://h:4566' }],
    ['AWS KMS', 'serve', { CENOTE_KMS: 'aws' }, { senderKey: { kms: 'aws' } }],
    ['another KMS', 'dev', { CENOTE_KMS: 'https://h/kms' }, { senderKey: { kms: 'https://h/kms' } }],
    ['a key for codes', 'serve', { CENOTE_SENDER_KEY: KEY }, { senderKey: { hex: KEY } }],
    ...[
      'AWS_ACCESS_KEY_ID',
      'AWS_PROFILE',
      'AWS_WEB_IDENTITY_TOKEN_FILE',
      'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
      'AWS_CONTAINER_CREDENTIALS_FULL_URI',
    ].map((name): (typeof cases)[number] => [
      `credentials by ${name}`,
      'dev',
      { [name]: 'x' },
      { awsCredentials: true },
    ]),
    ['credentials that are empty', 'dev', { AWS_ACCESS_KEY_ID: '' }, { awsCredentials: false }],
    ['a code', 'dev', { CENOTE_DEV_CODE: '000000' }, { devCode: '000000' }],
    ['no limits', 'serve', { CENOTE_QUOTAS: 'off' }, { quotas: undefined }],
    ['limits', 'dev', { CENOTE_QUOTAS: 'on' }, { quotas }],
    [
      'some limits',
      'dev',
      { CENOTE_QUOTAS: 'UserRead=0,UserList=999999999' },
      { quotas: { ...quotas, UserRead: 0, UserList: 999_999_999 } },
    ],
    [
      'proxies',
      'serve',
      { CENOTE_TRUSTED_PROXIES: '10.0.0.0/8,::1,fd00::/8,192.168.1.1' },
      { trustedProxies: ['10.0.0.0/8', '::1', 'fd00::/8', '192.168.1.1'] },
    ],
    [
      'private networks',
      'serve',
      { CENOTE_OUTBOUND_NETWORKS: '10.1.0.0/16,fd00::1' },
      { outboundNetworks: ['10.1.0.0/16', 'fd00::1'] },
    ],
    ['a level', 'dev', { CENOTE_LOG_LEVEL: 'trace' }, { logLevel: 'trace' }],
    ['a format', 'dev', { CENOTE_LOG_FORMAT: 'json' }, { logFormat: 'json' }],
  ]
  for (const [name, mode, settings, expected] of cases) {
    test(name, () => {
      const config = readConfig(mode, settings)
      assert.deepEqual(
        Object.fromEntries(Object.keys(expected).map((key) => [key, config[key as keyof Config]])),
        expected,
      )
    })
  }

  test('--memory wins over a database, and its key is never written down', () => {
    const { database, rootKey } = readConfig('dev', { CENOTE_DATABASE_URL: 'sqlite:/x' }, true)
    assert.deepEqual({ database, rootKey }, { database: { kind: 'memory' }, rootKey: { ephemeral: true } })
  })
})

describe('R23 a mistake is one line that names its setting:', () => {
  const form = {
    port: 'CENOTE_PORT: must be a port number',
    url: 'CENOTE_PUBLIC_URL: must be an http or https URL without a path',
    regions: 'CENOTE_REGIONS: must be Region names with commas between them',
    database: 'CENOTE_DATABASE_URL: must be memory:, sqlite:<path>, or postgres://user:password@host/database',
    key: 'CENOTE_ROOT_KEY: must be 64 hexadecimal digits (several keys: with commas, the newest first)',
    quotas: 'CENOTE_QUOTAS: must be on, off, or Category=requests per second with commas between them',
    sender:
      'CENOTE_SMS_SENDER: must be a phone number, a name of at most 11 letters and digits, or a messaging service',
    proxies: 'CENOTE_TRUSTED_PROXIES: must be IP addresses or CIDR ranges with commas between them',
  }
  const isNoProxy = (text: string) => `CENOTE_TRUSTED_PROXIES: ${text} is not an address or a range of addresses`
  const loopbackOnly = (host: string) =>
    `CENOTE_HOST: cenote dev accepts any credentials and listens on loopback only, not on ${host}`
  const cases: [name: string, mode: Mode, settings: Settings, mistakes: string[]][] = [
    ['an unknown setting', 'dev', { CENOTE_PROT: '1' }, ['CENOTE_PROT: there is no such setting']],
    ['a name of every object', 'dev', { CENOTE_: '1' }, ['CENOTE_: there is no such setting']],
    ...['0', '-1', '+1', '1.5', '0x50', '080', '1e3', ' 1', '999999', '٣'].map((port): (typeof cases)[number] => [
      `the port ${port}`,
      'dev',
      { CENOTE_PORT: port },
      [form.port],
    ]),
    ['a port too high', 'dev', { CENOTE_PORT: '65536' }, ['CENOTE_PORT: must be at most 65535']],
    ...[
      'https://h/',
      'https://h?x',
      'https://h#x',
      'ftp://h',
      'h',
      'https://',
      'https://u:p@h',
      'https://h h',
      '//h',
    ].map((url): (typeof cases)[number] => [`the URL ${url}`, 'serve', { CENOTE_PUBLIC_URL: url }, [form.url]]),
    ...['0.0.0.0', '::', '192.168.1.1', 'example.com', 'localhost.example.com', '128.0.0.1', '1.127.0.0.1'].map(
      (host): (typeof cases)[number] => [`dev on ${host}`, 'dev', { CENOTE_HOST: host }, [loopbackOnly(host)]],
    ),
    ['a host that is none', 'serve', { CENOTE_HOST: 'a b' }, ['CENOTE_HOST: must be an address or a host name']],
    [
      'another password mode',
      'dev',
      { CENOTE_PASSWORD_MODE: 'hash-to-srp' },
      ['CENOTE_PASSWORD_MODE: must be srp or hash'],
    ],
    ['an unknown issuer', 'dev', { CENOTE_ISSUER: 'AWS' }, ['CENOTE_ISSUER: must be public-url or aws']],
    ['a short account', 'dev', { CENOTE_ACCOUNT_ID: '123' }, ['CENOTE_ACCOUNT_ID: must be twelve digits']],
    ['a Region in capitals', 'dev', { CENOTE_REGIONS: 'EU-WEST-1' }, [form.regions]],
    ['Regions with a blank', 'dev', { CENOTE_REGIONS: 'eu-west-1, us-east-1' }, [form.regions]],
    ['a comma at the end', 'dev', { CENOTE_REGIONS: 'eu-west-1,' }, [form.regions]],
    ['another database', 'dev', { CENOTE_DATABASE_URL: 'mysql://h/d' }, [form.database]],
    ['no path', 'dev', { CENOTE_DATABASE_URL: 'sqlite:' }, [form.database]],
    [
      'memory in production',
      'serve',
      { CENOTE_DATABASE_URL: 'memory:' },
      ['CENOTE_DATABASE_URL: memory: is for cenote dev only'],
    ],
    [
      'PostgreSQL without a key',
      'serve',
      { CENOTE_DATABASE_URL: 'postgres://h/d' },
      ['CENOTE_ROOT_KEY_FILE: is needed with CENOTE_DATABASE_URL; every node reads the same key'],
    ],
    ['a short key', 'dev', { CENOTE_ROOT_KEY: '0f' }, [form.key]],
    ['a key of other digits', 'dev', { CENOTE_ROOT_KEY: 'g'.repeat(64) }, [form.key]],
    ['keys with a blank', 'dev', { CENOTE_ROOT_KEY: `${KEY}, ${KEY}` }, [form.key]],
    [
      'a key and a file',
      'dev',
      { CENOTE_ROOT_KEY: KEY, CENOTE_ROOT_KEY_FILE: '/k' },
      ['CENOTE_ROOT_KEY: cannot be set together with CENOTE_ROOT_KEY_FILE'],
    ],
    ...(['CENOTE_LAMBDA', 'CENOTE_KMS'] as const).flatMap((name) =>
      ['AWS', 'h:4566', 'ftp://h', 'http://', 'https://user:s3cret@h', 'https://user@h'].map(
        (place): (typeof cases)[number] => [
          `${name} at ${place}`,
          'dev',
          { [name]: place },
          [`${name}: must be aws, or an http or https URL without a user name and a password`],
        ],
      ),
    ),
    [
      'a short secret of functions',
      'dev',
      { CENOTE_FUNCTIONS_SECRET: 'short' },
      ['CENOTE_FUNCTIONS_SECRET: must be at least 16 characters'],
    ],
    ['a short key for codes', 'dev', { CENOTE_SENDER_KEY: '0f' }, ['CENOTE_SENDER_KEY: must be 64 hexadecimal digits']],
    [
      'two sources of keys for codes',
      'dev',
      { CENOTE_SENDER_KEY: KEY, CENOTE_KMS: 'aws' },
      ['CENOTE_SENDER_KEY: cannot be set together with CENOTE_KMS'],
    ],
    [
      'a mail server on the web',
      'dev',
      { CENOTE_SMTP_URL: 'https://h' },
      ['CENOTE_SMTP_URL: must be a URL of the form smtp://user:password@host:port'],
    ],
    [
      'a sender without an address',
      'dev',
      { CENOTE_EMAIL_FROM: 'Jane' },
      ['CENOTE_EMAIL_FROM: must be an e-mail address'],
    ],
    [
      'a sender of two lines',
      'dev',
      { CENOTE_EMAIL_FROM: 'a@b\r\nBcc: c@d' },
      ['CENOTE_EMAIL_FROM: must be an e-mail address'],
    ],
    [
      'a gateway without a secret',
      'serve',
      { CENOTE_SMS_WEBHOOK_URL: 'https://h' },
      ['CENOTE_SMS_WEBHOOK_SECRET: is needed with CENOTE_SMS_WEBHOOK_URL'],
    ],
    [
      'a gateway for e-mail without a secret',
      'serve',
      { CENOTE_EMAIL_WEBHOOK_URL: 'https://h' },
      ['CENOTE_EMAIL_WEBHOOK_SECRET: is needed with CENOTE_EMAIL_WEBHOOK_URL'],
    ],
    [
      'two ways for e-mail',
      'serve',
      { CENOTE_SMTP_URL: 'smtp://h', CENOTE_SES: 'aws' },
      ['CENOTE_SES: cannot be set together with CENOTE_SMTP_URL'],
    ],
    [
      'three ways for e-mail',
      'dev',
      {
        CENOTE_SMTP_URL: 'smtp://h',
        CENOTE_SES: 'aws',
        CENOTE_EMAIL_WEBHOOK_URL: 'https://h',
        CENOTE_EMAIL_WEBHOOK_SECRET: 'sixteen characters',
      },
      [
        'CENOTE_SES: cannot be set together with CENOTE_SMTP_URL',
        'CENOTE_EMAIL_WEBHOOK_URL: cannot be set together with CENOTE_SMTP_URL',
      ],
    ],
    [
      'two ways for text messages',
      'serve',
      { ...twilio, CENOTE_SMS_SENDER: '+15550001111', CENOTE_SNS: 'aws' },
      ['CENOTE_SNS: cannot be set together with CENOTE_SMS_WEBHOOK_URL'],
    ],
    [
      'Twilio without a sender',
      'serve',
      twilio,
      ['CENOTE_SMS_SENDER: is needed with CENOTE_SMS_WEBHOOK_FORMAT=twilio'],
    ],
    [
      'Twilio without an account',
      'serve',
      { ...twilio, CENOTE_SMS_SENDER: 'Shop', CENOTE_SMS_WEBHOOK_SECRET: ':sixteen characters' },
      ['CENOTE_SMS_WEBHOOK_SECRET: must be <account sid>:<auth token> for Twilio'],
    ],
    [
      'SNS from a service of Twilio',
      'serve',
      { CENOTE_SNS: 'aws', CENOTE_SMS_SENDER: SERVICE },
      ['CENOTE_SMS_SENDER: must be a number or a name for CENOTE_SNS'],
    ],
    ...['AWS', 'aws.', 'ses.example', 'ftp://h'].map((text): (typeof cases)[number] => [
      `SES at ${text}`,
      'serve',
      { CENOTE_SES: text },
      ['CENOTE_SES: must be aws, or an http or https URL without a user name and a password'],
    ]),
    ['SES in no Region', 'serve', { CENOTE_SES_REGION: 'EU' }, ['CENOTE_SES_REGION: must be the name of a Region']],
    [
      'another format',
      'serve',
      { CENOTE_SMS_WEBHOOK_FORMAT: 'Twilio' },
      ['CENOTE_SMS_WEBHOOK_FORMAT: must be cenote or twilio'],
    ],
    ...['1', 'twelve letter', '+1555000111122223', 'a&b', 'a\r\nb', ' '].map((text): (typeof cases)[number] => [
      `from ${JSON.stringify(text)}`,
      'serve',
      { CENOTE_SMS_SENDER: text },
      [form.sender],
    ]),
    [
      'an endpoint for logs without a secret',
      'serve',
      { CENOTE_LOG_URL: 'https://h' },
      ['CENOTE_LOG_SECRET: is needed with CENOTE_LOG_URL'],
    ],
    [
      'an endpoint for logs with a password in it',
      'serve',
      { CENOTE_LOG_URL: 'https://user:word@h', CENOTE_LOG_SECRET: 'sixteen characters' },
      ['CENOTE_LOG_URL: must be an http or https URL without a user name and a password'],
    ],
    ...(['SMS', 'EMAIL'] as const).map((medium): (typeof cases)[number] => [
      `a webhook with a password in it: ${medium}`,
      'serve',
      {
        [`CENOTE_${medium}_WEBHOOK_URL`]: 'https://user:word@h',
        [`CENOTE_${medium}_WEBHOOK_SECRET`]: 'sixteen characters',
      },
      [`CENOTE_${medium}_WEBHOOK_URL: must be an http or https URL without a user name and a password`],
    ]),
    ...['CENOTE_SES', 'CENOTE_SNS'].flatMap((setting) =>
      ['http://user:word@h', 'http://[h'].map((url): (typeof cases)[number] => [
        `${setting} at ${url}`,
        'serve',
        { [setting]: url },
        [`${setting}: must be aws, or an http or https URL without a user name and a password`],
      ]),
    ),
    [
      'a gateway with a short secret',
      'serve',
      { CENOTE_SMS_WEBHOOK_URL: 'https://h', CENOTE_SMS_WEBHOOK_SECRET: 'fifteen letters' },
      [
        'CENOTE_SMS_WEBHOOK_SECRET: must be at least 16 characters',
        'CENOTE_SMS_WEBHOOK_SECRET: is needed with CENOTE_SMS_WEBHOOK_URL',
      ],
    ],
    ['a code of letters', 'dev', { CENOTE_DEV_CODE: 'abcdef' }, ['CENOTE_DEV_CODE: must be six digits']],
    ['a code in production', 'serve', { CENOTE_DEV_CODE: '123456' }, ['CENOTE_DEV_CODE: is for cenote dev only']],
    ['an unknown category', 'dev', { CENOTE_QUOTAS: 'userRead=1' }, ['CENOTE_QUOTAS: there is no category userRead']],
    [
      'a category of every object',
      'dev',
      { CENOTE_QUOTAS: 'constructor=1' },
      ['CENOTE_QUOTAS: there is no category constructor'],
    ],
    ['proxies that are none', 'dev', { CENOTE_TRUSTED_PROXIES: 'loopback' }, [form.proxies]],
    ...['1', '1.2.3', '1.2.3.4/33', '1.2.3.4/', '1.2.3.4/8/8', '::1/129', ':', '300.1.1.1'].map(
      (text): (typeof cases)[number] => [
        `the proxy ${text}`,
        'dev',
        { CENOTE_TRUSTED_PROXIES: text },
        [isNoProxy(text)],
      ],
    ),
    [
      'private networks that are none',
      'serve',
      { CENOTE_OUTBOUND_NETWORKS: '10.0.0.0/33' },
      ['CENOTE_OUTBOUND_NETWORKS: 10.0.0.0/33 is not an address or a range of addresses'],
    ],
    [
      'a level that is none',
      'dev',
      { CENOTE_LOG_LEVEL: 'verbose' },
      ['CENOTE_LOG_LEVEL: must be trace, debug, info, warn, error or silent'],
    ],
    ['a format that is none', 'dev', { CENOTE_LOG_FORMAT: 'xml' }, ['CENOTE_LOG_FORMAT: must be json or pretty']],
    ['a folder of two lines', 'dev', { CENOTE_DATA_DIR: 'a\nb' }, ['CENOTE_DATA_DIR: must be of another form']],
    [
      'many mistakes, which all are told at once',
      'serve',
      { CENOTE_PORT: 'x', CENOTE_DEV_CODE: '123456', CENOTE_NO: '1' },
      [form.port, 'CENOTE_NO: there is no such setting', 'CENOTE_DEV_CODE: is for cenote dev only'],
    ],
  ]
  for (const [name, mode, settings, mistakes] of cases) {
    test(name, () => assert.deepEqual(mistakesOf(mode, settings).toSorted(), mistakes.toSorted()))
  }

  const extremes = ['9'.repeat(10), '9'.repeat(400), '-1', '1e9', 'NaN', 'Infinity', '0x10', '1.5', ' 1', '']
  for (const limit of extremes) {
    test(`V10 a limit of ${JSON.stringify(limit.slice(0, 12))} is refused, not taken for none`, () => {
      assert.deepEqual(mistakesOf('serve', { CENOTE_QUOTAS: `UserAuthentication=${limit}` }), [form.quotas])
    })
  }

  test('V10 a port, a code and an account of any number of digits are refused', () => {
    for (const digits of ['1'.repeat(7), '1'.repeat(400)]) {
      const settings = { CENOTE_PORT: digits, CENOTE_DEV_CODE: digits, CENOTE_ACCOUNT_ID: digits }
      assert.equal(mistakesOf('dev', settings).length, 3)
    }
  })
})

describe('the file that CENOTE_CONFIG names', () => {
  test('has settings, over which the environment wins', () => {
    const file = write(
      'settings.env',
      '# a comment\nCENOTE_PORT=1\nCENOTE_HOST="::1"\nAWS_REGION=eu-west-1\nCENOTE_DEV_CODE=\n',
    )
    const config = readConfig('dev', { CENOTE_CONFIG: file, CENOTE_PORT: '2' })
    assert.deepEqual([config.port, config.host, config.devCode], [2, '::1', undefined])
    assert.deepEqual(readConfig('serve', { CENOTE_CONFIG: file }).regions, ['us-east-1'])
  })

  test('keeps what stands in quotes as it is', () => {
    const file = write('quoted.env', 'CENOTE_SMTP_URL="smtp://u:a#b =c@h"\n')
    const { email } = readConfig('dev', { CENOTE_CONFIG: file })
    assert.deepEqual(email, { kind: 'smtp', url: 'smtp://u:a#b =c@h' })
  })

  test('is named in its mistakes', () => {
    const file = write('wrong.env', 'CENOTE_PORT=x\nCENOTE_NO=1\n')
    assert.deepEqual(mistakesOf('dev', { CENOTE_CONFIG: file }).toSorted(), [
      `CENOTE_NO in ${file}: there is no such setting`,
      `CENOTE_PORT in ${file}: must be a port number`,
    ])
  })

  test('is there and can be read', () => {
    const [none, directory] = [join(folder, 'none'), folder]
    assert.deepEqual(mistakesOf('dev', { CENOTE_CONFIG: none }), [`CENOTE_CONFIG: cannot read ${none} (ENOENT)`])
    assert.deepEqual(mistakesOf('dev', { CENOTE_CONFIG: directory }), [
      `CENOTE_CONFIG: cannot read ${directory} (EISDIR)`,
    ])
  })
})

describe('R23 no mistake repeats a secret:', () => {
  const CANARY = 'canary9secret'
  const wrong: Settings = {
    CENOTE_ROOT_KEY: `${KEY.slice(13)}${CANARY}`,
    CENOTE_DATABASE_URL: `mysql://user:${CANARY}@host/database`,
    CENOTE_SMTP_URL: `smtpx://user:${CANARY}@host`,
    CENOTE_PUBLIC_URL: `https://user:${CANARY}@host`,
    CENOTE_SMS_WEBHOOK_URL: `ftp://user:${CANARY}@host`,
    CENOTE_SMS_WEBHOOK_SECRET: CANARY,
    CENOTE_SMS_WEBHOOK_FORMAT: CANARY,
    CENOTE_SMS_SENDER: CANARY,
    CENOTE_EMAIL_WEBHOOK_URL: `https://user:${CANARY}@host`,
    CENOTE_EMAIL_WEBHOOK_SECRET: CANARY,
    CENOTE_SES: `https://user:${CANARY}@host`,
    CENOTE_SES_REGION: `${CANARY}_`,
    CENOTE_SNS: `https://user:${CANARY}@host`,
    CENOTE_SNS_REGION: `${CANARY}_`,
    CENOTE_LOG_URL: `https://user:${CANARY}@host`,
    CENOTE_LOG_SECRET: CANARY,
    CENOTE_FUNCTIONS_SECRET: CANARY,
    CENOTE_LAMBDA: `https://user:${CANARY}@host`,
    CENOTE_KMS: `https://user:${CANARY}@host`,
    CENOTE_SENDER_KEY: CANARY,
    CENOTE_EMAIL_FROM: CANARY,
    CENOTE_DEV_CODE: CANARY,
    CENOTE_ACCOUNT_ID: CANARY,
    CENOTE_LOG_LEVEL: CANARY,
    CENOTE_QUOTAS: `${CANARY}=x`,
    CENOTE_UNKNOWN: CANARY,
  }
  for (const [name, value] of Object.entries(wrong)) {
    test(name, () => {
      const file = write(`${name}.env`, `${name}="${value}"\n`)
      for (const settings of [{ [name]: value }, { CENOTE_CONFIG: file }]) {
        const mistakes = mistakesOf('serve', settings)
        assert.notEqual(mistakes.length, 0)
        for (const mistake of mistakes) assert.ok(!mistake.includes(CANARY), mistake)
      }
    })
  }

  test('even where it is right and another setting is wrong', () => {
    const right = {
      CENOTE_ROOT_KEY: KEY,
      CENOTE_SENDER_KEY: KEY,
      CENOTE_KMS: 'aws',
      CENOTE_SMTP_URL: `smtp://u:${CANARY}@h`,
      CENOTE_SMS_WEBHOOK_URL: `http://${CANARY}`,
    }
    const text = mistakesOf('serve', { ...right, CENOTE_ROOT_KEY_FILE: '/k', CENOTE_PORT: 'x' }).join()
    assert.ok(!text.includes(CANARY) && !text.includes(KEY), text)
  })
})
