import type { ImportAlgorithm } from './import-hash.ts'

/** Where a job stands. Pending, InProgress and Stopping are active; the last four are its end. */
export type ImportStatus =
  | 'Created'
  | 'Pending'
  | 'InProgress'
  | 'Stopping'
  | 'Expired'
  | 'Stopped'
  | 'Failed'
  | 'Succeeded'

/** What became of the rows of a file. */
export type ImportCounts = { readonly imported: number; readonly skipped: number; readonly failed: number }

/** A job that imports users from a file. */
export type ImportJob = ImportCounts & {
  readonly poolId: string
  readonly id: string
  readonly name: string
  readonly status: ImportStatus
  readonly roleArn: string
  /** How the passwords of the file are hashed; undefined where it has none. */
  readonly algorithm: ImportAlgorithm | undefined
  readonly message: string | undefined
  readonly createdAt: number
  readonly startedAt: number | undefined
  readonly completedAt: number | undefined
  /** The bytes of the file; undefined until it was uploaded whole. */
  readonly fileBytes: number | undefined
}

/** How far a job came through its file: bytes, and rows without the header, which is kept. */
export type ImportProgress = {
  readonly position: number
  readonly row: number
  readonly header: readonly string[] | undefined
}

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html */
export const importLimits = {
  fileBytes: 100 * 1024 * 1024,
  /** Characters, and no more bytes than these can have. */
  rowLength: 16_000,
  rowBytes: 64_000,
  jobsOfPool: 1000,
} as const

/** How many users a file may have, unless the operator says so. */
export const IMPORT_ROWS = 500_000

/** For how long a file can be uploaded after its job was created. */
export const UPLOAD_MS = 15 * 60 * 1000
/** How long a job waits to be started; the service takes one to two days. */
export const UNSTARTED_MS = 24 * 60 * 60 * 1000

/** How a job says why it ended. The first two are recorded, the others unverified. */
export const completionMessages = {
  stopped: 'The Import Job was stopped by the developer.',
  tooMany: 'Too many users have failed or been skipped during the import.',
  done: 'The user import job completed successfully',
  header: 'The header of the CSV file does not match the attributes of the user pool.',
  passwordColumn: 'The CSV file has no password_hash column.',
  rows: (limit: number) => `The CSV file has more than ${limit} users.`,
  file: 'The CSV file cannot be read.',
} as const

/**
 * How a job ends whose file was read to its end. That it fails when fewer users came in than did not
 * is what reports of the service bear out (14 of 46 imported failed); its real rule is unknown.
 */
export const outcomeOf = ({ imported, skipped, failed }: ImportCounts) =>
  skipped + failed > imported
    ? ({ status: 'Failed', message: completionMessages.tooMany } as const)
    : ({ status: 'Succeeded', message: completionMessages.done } as const)
