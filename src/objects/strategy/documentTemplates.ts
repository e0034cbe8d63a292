/** What each kind of document begins with: the questions that it answers. */
export const templates = {
  vision: `# Where we will be

In three years, who can do what that they cannot do today?

# Where we play

Whom do we serve, and whom not?

# How we win

What do we do better than anybody, and which number proves it? Net revenue retention is {{metric:net-revenue-retention}} today.

# What we leave undone
`,
  strategy: `# Where we stand

Recurring revenue is {{metric:annual-recurring-revenue}}.

# What we choose

# What we do not do

# How we will know
`,
  principle: `# The principle

In one sentence.

# What it asks of us

# What it costs

# When it does not hold
`,
  battlecard: `# When we meet them

# What they say

# What we say

Name the capability that proves each claim.

# Where they are better
`,
  policy: `# What holds

# For whom

# Who may make an exception
`,
  note: `# What it is about
`,
} as const
