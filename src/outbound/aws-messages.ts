import type { AwsWay } from '../config.ts'
import { DeliveryFailure, type FailureKind } from '../domain/delivery-failure.ts'
import { RequestFailure } from '../domain/request-failure.ts'
import { awsClientConfig, inTime, keepClients } from './aws.ts'
import { openHttp } from './http.ts'

/** How long one message may take in all, the search for credentials included. */
const TIME_LIMIT_MS = 25_000
/** Of an answer, which is less than a thousand. */
const MAX_BYTES = 64 * 1024

/** Which service, and how long one message may take where a test has less patience. */
export type AwsMessageOptions = AwsWay & {
  /** Whether the environment has credentials of AWS. */
  readonly hasCredentials: boolean
  readonly timeLimit?: number
}

/** What the errors of a service mean. */
export type AwsMessageService = {
  /** Its name in reasons. */
  readonly name: string
  /** What an error is about by its name and its text; undefined for those that are about every message. */
  kindOf(name: string, message: string): FailureKind | undefined
}

/** A service that sends messages, in whichever Region. */
export type AwsMessages<C> = {
  /**
   * Sends a message by the client of the Region that a pool names, unless the settings name one for all: in
   * time or not at all. Raises DeliveryFailure.
   */
  send(poolRegion: string | undefined, send: (client: C, abortSignal: AbortSignal) => Promise<unknown>): Promise<void>
  close(): void
}

/** How a service failed: its name of the error, and the status if there was an answer. */
type SdkError = { readonly name?: unknown; readonly message?: string; readonly $metadata?: { httpStatusCode?: number } }

/** A name as services make them, so that nothing of a message gets into the log by one. */
const isName = (text: unknown): text is string =>
  typeof text === 'string' && /^[A-Za-z_]{1,64}$/.test(text) && text !== 'Error'

/**
 * What an error means. One inside of the service may be about this message alone; what the service's
 * table does not know is about credentials, limits, the account or the network.
 */
const toFailure = (service: AwsMessageService, error: unknown): DeliveryFailure => {
  if (error instanceof RequestFailure) return new DeliveryFailure('down', `${service.name}: ${error.message}`)
  const { name, message = '', $metadata } = error as SdkError
  const status = $metadata?.httpStatusCode
  const kind = service.kindOf(String(name), message) ?? (status === 500 ? 'later' : 'down')
  const reason = [service.name, isName(name) ? name : 'failed', status].filter((part) => part !== undefined)
  return new DeliveryFailure(kind, reason.join(' '))
}

/** Opens a way to such a service. Each client is made with the first message to its Region. */
export const openAwsMessages = <C>(
  service: AwsMessageService,
  { place, region, defaultRegion, hasCredentials, timeLimit = TIME_LIMIT_MS }: AwsMessageOptions,
  make: (config: ReturnType<typeof awsClientConfig>) => C,
): AwsMessages<C> => {
  const http = openHttp({ timeLimit, maxBytes: MAX_BYTES })
  const clientOf = keepClients((name) => make(awsClientConfig(http, { place, region: name, hasCredentials })))
  return {
    async send(poolRegion, send) {
      const client = clientOf(region ?? poolRegion ?? defaultRegion)
      try {
        await inTime(timeLimit, (signal) => send(client, signal))
      } catch (error) {
        throw toFailure(service, error)
      }
    },
    close: http.close,
  }
}
