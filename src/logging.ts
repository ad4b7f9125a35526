import { pino } from 'pino'
import type { Config } from './config.ts'
import type { Logger } from './context.ts'
import { sensitiveMembers } from './wire/sensitive.ts'

/** Where in a logged value a secret may stand: by name, at the depths at which we log. */
const redactedPaths = [...sensitiveMembers, 'password', 'secret', 'code', 'token', 'authorization', 'cookie'].flatMap(
  (name) => [name, `*.${name}`, `*.*.${name}`],
)

/**
 * The program's log: JSON lines on standard error, or readable ones. Members that the service model
 * marks as sensitive are redacted by name wherever they stand.
 */
export const openLog = ({ logLevel, logFormat }: Pick<Config, 'logLevel' | 'logFormat'>): Logger => {
  const redact = { paths: redactedPaths, censor: '[redacted]' }
  const options = { level: logLevel, redact, base: null }
  if (logFormat === 'pretty') {
    const transport = {
      target: 'pino-pretty',
      options: { destination: 2, translateTime: 'HH:MM:ss', ignore: 'pid,hostname' },
    }
    return pino({ ...options, transport })
  }
  return pino({ ...options, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination({ dest: 2, sync: false }))
}
