/**
 * What the clients of AWS services share: where a service is, how it is asked, and with which
 * credentials. The packages with these clients are optional, and loaded only where a setting needs them.
 */
import { RequestFailure } from '../domain/request-failure.ts'
import type { Http } from './http.ts'

/** A service of AWS, as the configuration has it: `aws`, or the URL of an endpoint that speaks its protocol. */
export type AwsPlace = 'aws' | (string & {})

/** What emulators take. They never check it, and no secret of the operator reaches them by mistake. */
const dummy = { accessKeyId: 'test', secretAccessKey: 'test' }

/** A request as the SDK hands it to its transport, signed. */
type SdkRequest = {
  readonly protocol: string
  readonly hostname: string
  readonly port?: number
  readonly method: string
  readonly path: string
  readonly headers: Record<string, string>
  readonly body?: string | Uint8Array
}

/** The SDK's transport: its own has no limit on the size of an answer. Raises RequestFailure through the SDK. */
const transport = (http: Http) => ({
  metadata: { handlerProtocol: 'http/1.1' },
  async handle(
    { protocol, hostname, port, method, path, headers, body }: SdkRequest,
    { abortSignal }: { abortSignal?: AbortSignal } = {},
  ) {
    const url = `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}`
    const answer = await http.send({ url, method, headers, ...(body !== undefined && { body }) }, abortSignal)
    const names = Object.entries(answer.headers).map(([name, value]) => [name, String(value)])
    return { response: { statusCode: answer.status, headers: Object.fromEntries(names), body: answer.body } }
  },
  updateHttpClientConfig() {},
  httpHandlerConfigs: () => ({}),
})

/**
 * The configuration of a client for one Region. It tries once, because whoever calls knows what may be
 * tried again. At AWS, credentials come by the SDK's default chain; so they do for another endpoint if
 * the environment has any, which otherwise gets some of no value.
 */
export const awsClientConfig = (
  http: Http,
  { place, region, hasCredentials }: { place: AwsPlace; region: string; hasCredentials: boolean },
) => ({
  region,
  maxAttempts: 1,
  requestHandler: transport(http),
  ...(place !== 'aws' && { endpoint: place, ...(!hasCredentials && { credentials: dummy }) }),
})

/** How many clients of one service are kept: there is one for each Region that pools name. */
const MAX_CLIENTS = 50

/** Keeps what `open` makes for each key, of which the oldest gives way when there are too many. */
export const keepClients = <T>(open: (key: string) => T): ((key: string) => T) => {
  const clients = new Map<string, T>()
  return (key) => {
    const kept = clients.get(key) ?? open(key)
    clients.set(key, kept)
    const [oldest] = clients.keys()
    if (clients.size > MAX_CLIENTS && oldest !== undefined) clients.delete(oldest)
    return kept
  }
}

/** Raises Error, with a line that says what to do, where a package that `setting` needs is not installed. */
export const requirePackage = (setting: string, name: string): void => {
  try {
    import.meta.resolve(name)
  } catch {
    throw new Error(`${setting}: needs the package ${name}, which is not installed: npm install ${name}`)
  }
}

/**
 * Does what takes `timeLimit` milliseconds at most, credentials included, for which the SDK looks without a
 * look at any signal. Raises what the work raises, and RequestFailure of kind `timeout`.
 */
export const inTime = async <T>(timeLimit: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
  const control = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const overdue = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new RequestFailure('timeout', 'no answer in time'))
      control.abort()
    }, timeLimit)
  })
  try {
    return await Promise.race([work(control.signal), overdue])
  } finally {
    clearTimeout(timer)
  }
}
