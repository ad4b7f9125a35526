/** The code in every message. */
export const CODE = '424242'
/** What the passwords of the users may be. */
export const PASSWORDS = ['Correct-horse-9', 'Correct-horse-10', 'Unlöck-it-now-11'] as const
