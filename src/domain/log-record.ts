import type { AuthEvent, EventRisk } from './auth-event.ts'
import type { LogSource } from './log-delivery.ts'

/** What is logged: of which source, and its line of JSON. */
export type LogRecord = { readonly source: LogSource; readonly poolId: string; readonly line: string }

/** How records name what was thought of an event; only the first is recorded, the others are unverified. */
const decisions: Readonly<Record<EventRisk['decision'], string>> = {
  NoRisk: 'PASS',
  AccountTakeover: 'ACCOUNT_TAKEOVER',
  Block: 'BLOCK',
}

/** As Java prints a date: `Wed Jul 17 17:25:55 UTC 2024`. */
const javaDate = (instant: number): string => {
  const [weekday = '', day = '', month = '', year = '', time = ''] = new Date(instant).toUTCString().split(' ')
  return `${weekday.replace(',', '')} ${month} ${day} ${time} UTC ${year}`
}

/** What a record of an event says beside the event itself. */
export type EventDetails = {
  readonly username: string
  readonly requestId: string | undefined
  readonly hasContextData: boolean
  /** When the record is written. */
  readonly at: number
}

const envelope = (eventSource: string, logLevel: string, message: object, poolId: string, at: number) =>
  JSON.stringify({ eventTimestamp: String(at), eventSource, logLevel, message, logSourceId: { userPoolId: poolId } })

/** The record of what a user did. All that it says is text, as the service's is. */
export const eventRecord = (event: AuthEvent, details: EventDetails): LogRecord => {
  const { poolId, context, risk } = event
  const message = {
    version: '1',
    eventId: event.id,
    eventType: event.type,
    userSub: event.sub,
    userName: details.username,
    userPoolId: poolId,
    clientId: event.clientId,
    creationDate: javaDate(event.createdAt),
    eventResponse: event.response,
    riskLevel: risk.level ?? '',
    riskDecision: decisions[risk.decision],
    challenges: event.challenges.map(({ name, response }) => `${name}:${response}`), // the form is unverified
    deviceName: context.deviceName,
    ipAddress: context.ipAddress,
    requestId: details.requestId ?? '',
    idpName: '',
    compromisedCredentialDetected: String(risk.compromised),
    city: null,
    country: null,
    eventFeedbackValue: '',
    eventFeedbackDate: '',
    eventFeedbackProvider: '',
    hasContextData: String(details.hasContextData),
  }
  return { source: 'userAuthEvents', poolId, line: envelope('USER_ACTIVITY', 'INFO', message, poolId, details.at) }
}

/** The record of a message that was given up, with why; whom it was for, and what it said, is nothing for a log. */
export const notificationRecord = (poolId: string, details: string, at: number): LogRecord => ({
  source: 'userNotification',
  poolId,
  line: envelope('USER_NOTIFICATION', 'ERROR', { details }, poolId, at),
})
