/** Where a pool delivers its logs. */
import { list, oneOf, required, string, structure } from '../schema.ts'
import { ArnType } from './common.ts'

export const LogLevel = oneOf(['ERROR', 'INFO'])
export const EventSourceName = oneOf(['userNotification', 'userAuthEvents'])

export const CloudWatchLogsConfigurationType = structure({
  LogGroupArn: ArnType,
})

export const S3ArnType = string({
  min: 3,
  max: 1024,
  pattern: String.raw`arn:[\w+=/,.@-]+:[\w+=/,.@-]+:::[\w+=/,.@-]+(:[\w+=/,.@-]+)?(:[\w+=/,.@-]+)?`,
})

export const S3ConfigurationType = structure({
  BucketArn: S3ArnType,
})

export const FirehoseConfigurationType = structure({
  StreamArn: ArnType,
})

export const LogConfigurationType = structure({
  LogLevel: required(LogLevel),
  EventSource: required(EventSourceName),
  CloudWatchLogsConfiguration: CloudWatchLogsConfigurationType,
  S3Configuration: S3ConfigurationType,
  FirehoseConfiguration: FirehoseConfigurationType,
})

export const LogConfigurationListType = list(LogConfigurationType, { min: 0, max: 2 })
