/** A log group in the Region of most tests. */
export const LOG_GROUP = 'arn:aws:logs:us-east-1:000000000000:log-group:cenote'

/** What logs messages that were not delivered. */
export const notifications = {
  EventSource: 'userNotification' as const,
  LogLevel: 'ERROR' as const,
  CloudWatchLogsConfiguration: { LogGroupArn: LOG_GROUP },
}

/** What logs what users do. */
export const userEvents = {
  EventSource: 'userAuthEvents' as const,
  LogLevel: 'INFO' as const,
  FirehoseConfiguration: { StreamArn: 'arn:aws:firehose:us-east-1:000000000000:deliverystream/cenote' },
}
