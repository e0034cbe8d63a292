/**
 * Questions as people who lead a product ask them, written down before the grammar was read, each with what it is read as: the query in the grammar’s own words,
 * ? for what is asked back, ! for what is refused. A line that changes is a question that is read otherwise: look at whether it is still the one that was asked.
 */
export const leadersQuestions = `
What's our NRR? | What is net revenue retention?
NRR last quarter | Show net revenue retention last quarter
whats nrr | What is net revenue retention?
What was net revenue retention in Q3? | What is net revenue retention in Q3 2026?
NRR yoy | Show net revenue retention vs last year
NRR QTD | Show net revenue retention this quarter
ARR YTD | Show annual recurring revenue this year
ARR since January | Show annual recurring revenue since 2026-01-01
How much ARR do we have? | What is annual recurring revenue?
how much did ARR grow last quarter | Why did annual recurring revenue rise last quarter?
ARR growth yoy | Trend of annual recurring revenue vs last year
ARR growth rate | Trend of annual recurring revenue
What is our MRR in EUR? | ! MRR movements is told in USD, the reporting currency of the workspace, and in no other.
ARR in euros | ! Annual recurring revenue is told in USD, the reporting currency of the workspace, and in no other.
ARR in USD | Show annual recurring revenue
MRR last month vs the month before | Show MRR movements last month vs prior
mrr mom | Show MRR movements vs prior
How many customers do we have? | What is paying customers?
How many customers did we lose last quarter? | Count behind logo churn last quarter
how many accounts churned in 2025 | Count behind logo churn in 2025
How many enterprise customers churned last month? | ? “enterprise” is the name of a segment (Enterprise) and a plan (Enterprise).
how many accounts churned last quarter by segment | Count behind logo churn by segment last quarter
how many accounts activated last month | Count behind activation rate last month
how many customers renewed last quarter | ? “renewed” was not understood beside Paying customers.
how many new customers did we win last quarter | ? “new” and “win” were not understood beside Paying customers.
new logos last quarter | ? “new” was not understood beside Paying customers.
churn last week | Show logo churn last week
churn rate by segment | Show logo churn by segment
Churn by segment and region last quarter | Show logo churn by segment and region last quarter
Which segment churns the most? | Rank logo churn by segment, highest first
which segments have NRR over 110% | Show net revenue retention by segment above 110%
which segments have NRR over 110 % | Show net revenue retention by segment above 110%
segments with NRR below 100% | Show net revenue retention by segment below 100%
which segments have NRR under 1 | ? Net revenue retention is told in percent: which value is it held against?
which segments have churn above 2% | Show logo churn by segment above 2%
months when churn was above 2% | Show logo churn by month above 2%
In which months was churn above 2%? | Show logo churn by month above 2%
which months had churn over 2% since January | Show logo churn by month since 2026-01-01 above 2%
which quarters was GRR below 90% | Show gross revenue retention by quarter below 90%
when was NRR below 100% | Show net revenue retention by month below 100%
how many months was churn above 2% | What is logo churn by month above 2%?
accounts with NRR below 90% | ! Net revenue retention is not told of single accounts here.
accounts with more than 10 tickets | ! Support tickets per account is not told of single accounts here.
which plans have fewer than 50 customers | Show paying customers by plan below 50
segments where ARR exceeds $1m | Show annual recurring revenue by segment above 1000000 USD
regions with ARR of at least 500k | Show annual recurring revenue by region at least 500000
which regions have ARR between 1m and 2m | Show annual recurring revenue by region between 1000000 and 2000000
regions with ARR between 1 and 2 million | Show annual recurring revenue by region between 1000000 and 2000000
regions with ARR between $500 and $2k | Show annual recurring revenue by region between 500 and 2000 USD
which regions have over 2000 customers | Show paying customers by region above 2000
customers over 2000 | Show paying customers above 2000
customers over 2024 | Show paying customers in 2024
time to value above 2 weeks by segment | Show time to value by segment above 14 days
time to value above 2 months | ? “above”, “2” and “months” were not understood beside Time to value.
regions with NRR between 110% and 90% | Show net revenue retention by region between 90 and 110%
segments with ARR more than €1m | ! Annual recurring revenue is told in USD, so that it is not held against 1000000 EUR.
which features have adoption below 20% | Show feature adoption by feature below 20%
features with adoption > 50% | Show feature adoption by feature above 50%
which services have uptime below 99.9% | Show service level by service below 99.9%
CSAT under 90% by plan | Show customer satisfaction by plan below 90%
is NRR above 110% | Show net revenue retention above 110%
did NRR exceed 100% last quarter | Show net revenue retention last quarter above 100%
which segments are not above 110% NRR | Show net revenue retention by segment at most 110%
what share of ARR is enterprise | ? “enterprise” is the name of a segment (Enterprise) and a plan (Enterprise).
What share of ARR comes from Enterprise? | ? “Enterprise” is the name of a segment (Enterprise) and a plan (Enterprise).
what percentage of ARR is enterprise | ? “enterprise” is the name of a segment (Enterprise) and a plan (Enterprise).
what percent of our customers are SMB | Share of paying customers for segment Small business
share of tickets by segment | Share of support tickets per account by segment
Share of ARR by region | Share of annual recurring revenue by region
how much of MRR comes from EMEA | ? “EMEA” is not a part of MRR movements in your data.
how much of our ARR is in Europe | ? “Europe” is not a part of Annual recurring revenue in your data.
proportion of customers by plan | Share of paying customers by plan
ARR mix by segment | Share of annual recurring revenue by segment
ARR split by segment last 4 quarters | Show annual recurring revenue by segment last 4 quarters
what share of NRR is enterprise | ? “enterprise” is the name of a segment (Enterprise) and a plan (Enterprise).
share of NRR by segment | ! Net revenue retention is a rate: its parts do not add up to the whole, so that none has a share of it.
share of churn by segment | ! Logo churn is a rate: its parts do not add up to the whole, so that none has a share of it.
what share of ARR is enterprise in EMEA | ? “EMEA” is not a part of Annual recurring revenue in your data.
what fraction of ARR comes from partners | ? “partners” is not a part of Annual recurring revenue in your data.
enterprise share of ARR last 4 quarters | ? “enterprise” is the name of a segment (Enterprise) and a plan (Enterprise).
what share of active accounts use alerts | ? “use” was not understood beside Active accounts.
NRR and GRR | Show net revenue retention and gross revenue retention
NRR and GRR by segment last 4 quarters | Show net revenue retention and gross revenue retention by segment last 4 quarters
NRR vs GRR | Show net revenue retention and gross revenue retention
GRR vs NRR last 4 quarters | Show gross revenue retention and net revenue retention last 4 quarters
NRR versus gross retention for Enterprise | ? “Enterprise” is the name of a segment (Enterprise) and a plan (Enterprise).
compare NRR and GRR in Q3 | Show net revenue retention and gross revenue retention in Q3 2026
NRR, GRR and churn last quarter | Show net revenue retention, gross revenue retention and logo churn last quarter
ARR and customers by segment | Show annual recurring revenue and paying customers by segment
ARR, NRR, churn by region last quarter | Show annual recurring revenue, net revenue retention and logo churn by region last quarter
trend of NRR and GRR | Trend of net revenue retention and gross revenue retention
why did NRR and GRR change | ! That asks for two metrics at once.
DAU and MAU last 3 months | Show daily active users and monthly active users last 3 months
NRR and ticket rate by priority | ! Net revenue retention has no priority: its facts do not say which priority a row belongs to.
which segments are on track | Which segments are on track?
which segments are on track for NRR | Are we on track for net revenue retention by segment?
are we on track for NRR | Are we on track for net revenue retention?
are we on track for NRR by segment | Are we on track for net revenue retention by segment?
are we on track | How do targets stand?
Are we going to hit our ARR target? | Are we on track for annual recurring revenue?
how far are we from our NRR target | Are we on track for net revenue retention?
which KPIs missed target last quarter | Which metrics missed their target last quarter?
which metrics are off target | Which metrics are behind?
which KPIs are behind | Which metrics are behind?
which metrics are on track | Which metrics are on track?
which KPIs hit their target | Which metrics met their target?
what changed most | What changed most?
what changed most last quarter | What changed most last quarter?
what changed last month | What changed most last month?
what moved most last week | What changed most last week?
biggest changes last quarter | What changed most last quarter?
which metrics improved last quarter | Which metrics got better last quarter?
which KPIs are getting worse | Which metrics got worse?
what is NRR vs target | What is net revenue retention vs target?
ARR vs plan | ? “vs” was not understood beside Annual recurring revenue.
ARR vs budget | ? “budget” is not a part of Annual recurring revenue in your data.
NRR target | Show net revenue retention vs target
what is the target for NRR | What is net revenue retention vs target?
did we hit our ARR target last quarter | Are we on track for annual recurring revenue last quarter?
Did we miss NRR last quarter? | Are we on track for net revenue retention last quarter?
did we miss our NRR target this quarter | Are we on track for net revenue retention this quarter?
why did NRR drop | Why did net revenue retention drop?
why did churn go up in October | Why did logo churn rise in October 2026?
why is ARR up | Why did annual recurring revenue rise?
what drove ARR growth last quarter | Why did annual recurring revenue change last quarter?
why did NRR change last quarter by segment | Why did net revenue retention change by segment last quarter?
reason for the drop in CSAT | Why did customer satisfaction drop?
what happened to NRR | Why did net revenue retention change?
what's up with churn | Why did logo churn rise?
forecast ARR next quarter | Forecast annual recurring revenue next quarter
forecast ARR for 2027 | Forecast annual recurring revenue in 2027
what will NRR be by year end | Forecast net revenue retention to the end of the year
where will ARR be in Q1 FY2027 | Forecast annual recurring revenue in Q1 2027
ARR next quarter | ! What lies ahead can only be forecast.
ARR by end of year | ! What lies ahead can only be forecast.
how will churn develop | ? “how” and “develop” were not understood beside Logo churn.
rank segments by NRR | Rank net revenue retention by segment, highest first
top 3 regions by ARR | Rank annual recurring revenue by region, highest 3 first
bottom 5 features by adoption | Rank feature adoption by feature, lowest 5 first
top 5 customers by ARR | ! Annual recurring revenue is not told of single customers here.
which segment has the best NRR | Rank net revenue retention by segment, best first
which plan has the lowest churn | Rank logo churn by plan, lowest first
which segment grew the most | ! This is not told of all metrics at once.
worst CSAT by plan | Rank customer satisfaction by plan, worst first
best region for NRR | Rank net revenue retention by region, best first
which is our biggest segment | ! The question names no metric.
largest segment by ARR | Rank annual recurring revenue by segment, highest first
NRR by segment last 4 quarters | Show net revenue retention by segment last 4 quarters
NRR by segments over the last 4 quarters | Show net revenue retention by segment last 4 quarters
last 4 quarters NRR by segment | Show net revenue retention by segment last 4 quarters
by segment NRR | Show net revenue retention by segment
segment NRR | ? “segment” stands alone.
NRR per customer segment | Show net revenue retention by segment
NRR for Enterprise | ? “Enterprise” is the name of a segment (Enterprise) and a plan (Enterprise).
Enterprise NRR | ? “Enterprise” is the name of a segment (Enterprise) and a plan (Enterprise).
enterprise nrr last 6 months | ? “enterprise” is the name of a segment (Enterprise) and a plan (Enterprise).
NRR in EMEA | ? “EMEA” is not a part of Net revenue retention in your data.
NRR EMEA vs Americas | ? “EMEA” was not understood beside Net revenue retention.
NRR Enterprise vs SMB | ? “Enterprise” is the name of a segment (Enterprise) and a plan (Enterprise).
NRR excluding SMB | Show net revenue retention excluding segment Small business
NRR for mid-market in EMEA | ? “EMEA” is not a part of Net revenue retention in your data.
NRR for mid market and enterprise | Show net revenue retention for segment Mid-market or Enterprise
Net revenue retension | ? “revenue” can mean Annual recurring revenue and MRR movements. Did you mean “Net revenue retention”?
net revenu retention by segmnt | ? “retention” can mean Cohort retention, Gross revenue retention and Net revenue retention. Did you mean “net revenue retention by segment”?
NRR by segement | ? “segement” was not understood beside Net revenue retention. Did you mean “NRR by segment”?
NRR lst quarter | ? “lst” and “quarter” were not understood beside Net revenue retention. Did you mean “NRR last quarter”?
nrr last qtr | Show net revenue retention last quarter
ARR last fy | Show annual recurring revenue last year
ARR in FY26 | Show annual recurring revenue in 2026
NRR Q3 FY2026 | Show net revenue retention in Q3 2026
NRR in Q3 2026 vs Q3 2025 | Show net revenue retention in Q3 2026 vs Q3 2025
NRR this quarter | Show net revenue retention this quarter
NRR this quarter so far | Show net revenue retention this quarter
NRR last week | Show net revenue retention last week
DAU last week | Show daily active users last week
weekly active users last 8 weeks | Show weekly active users last 8 weeks
DAU yesterday | Show daily active users last day
active users this month | ? “active users” can mean Daily active users, Monthly active users and Weekly active users.
MAU vs last year | Show monthly active users vs last year
stickiness trend | Trend of stickiness
CSAT last month | Show customer satisfaction last month
What do customers think of us? | What is net promoter score?
NPS last quarter | Show net promoter score last quarter
tickets last month | Show support tickets per account last month
how many tickets did we get last month | Count behind support tickets per account last month
tickets by priority | Show support tickets per account by priority
p1 tickets last month | Show support tickets per account for priority p1 last month
average tickets per account | ? “average” was not understood beside Support tickets per account.
uptime last month | Show service level last month
what was our uptime in September | What is service level in September 2026?
how many incidents did we have last quarter | What is P0 and P1 incidents last quarter?
incidents by service | Show P0 and P1 incidents by service
MTTR last quarter | Show time to restore last quarter
time to restore by service | Show time to restore by service
deployment frequency | Show deployment frequency
how often do we deploy | Show deployment frequency
lead time for changes last 6 months | Show lead time for changes last 6 months
cycle time by area | ! Cycle time has no area: its facts do not say which area a row belongs to.
change failure rate trend | Trend of change failure rate
adoption of alerts | Show feature adoption for feature alerts
feature adoption by feature | Show feature adoption by feature
which features are used most | ! No metric is called “used”.
activation rate by plan last quarter | Show activation rate by plan last quarter
time to value | Show time to value
how long does onboarding take | ! No metric is called “how long” and “onboarding take”.
ARPA by segment | Show average revenue per account by segment
average revenue per account by plan | Show average revenue per account by plan
LTV | Show lifetime value
quick ratio | Show quick ratio
renewal rate last quarter | Show renewal rate last quarter
win backs | Show win-back share
CAC | ! No metric is called “CAC”.
LTV to CAC | ? “CAC” was not understood beside Lifetime value.
burn multiple | ! No metric is called “burn multiple”.
gross margin | Show product margin
revenue | ? “revenue” can mean Annual recurring revenue and MRR movements.
revenue last year | ? “revenue” can mean Annual recurring revenue and MRR movements.
how is NRR defined | How is net revenue retention defined?
what does NRR mean | How is net revenue retention defined?
who owns churn | How is logo churn defined?
definition of GRR | How is gross revenue retention defined?
what's the formula for quick ratio | How is quick ratio defined?
NRR as of September 30 | Show net revenue retention as of 2026-09-30
NRR as of 2026-09-30 | Show net revenue retention as of 2026-09-30
ARR at the end of last year | Show annual recurring revenue at the end of December 2025
ARR at the end of Q2 | Show annual recurring revenue at the end of June 2026
ARR on 30 June 2026 | Show annual recurring revenue in 2026-06-30
NRR by month since January | Show net revenue retention by month since 2026-01-01
NRR monthly | ? “monthly” was not understood beside Net revenue retention.
monthly churn for the last year | ? “monthly” was not understood beside Logo churn.
NRR on a monthly basis | ? “monthly” and “basis” were not understood beside Net revenue retention.
churn by weekday | ! Logo churn has no weekday: its facts do not say which weekday a row belongs to.
DAU by day of week | ? “week” is not a part of Daily active users in your data.
tickets by hour | ! Support tickets per account has no hour: its facts do not say which hour a row belongs to.
tickets by day | Show support tickets per account by day
is churn getting better or worse | Trend of logo churn
is NRR going up | Why did net revenue retention rise?
how's NRR trending | Trend of net revenue retention
how does NRR look | Show net revenue retention
how are we doing on NRR | What is net revenue retention?
how are we doing | How do targets stand?
NRR over time | Trend of net revenue retention
NRR since we launched | ? “since” and “launched” were not understood beside Net revenue retention.
ARR for the first half of 2026 | Show annual recurring revenue from 2026-01-01 to 2026-06-30
ARR H1 2026 | Show annual recurring revenue from 2026-01-01 to 2026-06-30
ARR in the last 90 days | Show annual recurring revenue last 90 days
NRR in the past 2 years | Show net revenue retention last 2 years
NRR between January and June | Show net revenue retention from 2026-01-01 to 2026-06-30
NRR from Jan to Jun 2026 | Show net revenue retention from 2026-01-01 to 2026-06-30
NRR before May | ? “before” was not understood beside Net revenue retention.
churn after March | Show logo churn since 2026-04-01
NRR until September | ? “until” was not understood beside Net revenue retention.
NRR in 2024 | Show net revenue retention in 2024
churn in summer | ? “summer” is not a part of Logo churn in your data.
average NRR by segment | ? “average” was not understood beside Net revenue retention.
median cycle time | Show cycle time
total ARR | Show annual recurring revenue
max NRR last year | ? “max” was not understood beside Net revenue retention.
what was the highest NRR in the last 12 months | ? Rank Net revenue retention by what?
best month for ARR | Rank annual recurring revenue by month, best first
lowest churn month this year | Rank logo churn by month this year, lowest first
when was churn highest | Rank logo churn by month, highest first
sum of ARR by region | ? “sum” was not understood beside Annual recurring revenue.
ARR minus SMB | ? “minus” was not understood beside Annual recurring revenue.
NRR without the SMB segment | Show net revenue retention excluding segment Small business
ARR of customers with more than 3 tickets | ! That asks for two metrics at once.
ARR for customers who churned | ? “who” and “churned” were not understood beside Annual recurring revenue.
expansion by segment | ! expansion cannot be answered: it is a movement of recurring revenue.
new ARR last quarter | ! new ARR cannot be answered: it is a movement of recurring revenue.
churned ARR last quarter | ! churned ARR cannot be answered: it is a movement of recurring revenue.
net new ARR | ! net new ARR cannot be answered: it is a movement of recurring revenue.
contraction last month | ! contraction cannot be answered: it is a movement of recurring revenue.
list accounts by ARR | ! Annual recurring revenue is not told of single accounts here.
show me the dashboard | ! This is not told of all metrics at once.
hello | ! No metric is called “hello”.
NRR by | ? “by” was not understood beside Net revenue retention.
NRR vs | ? “vs” was not understood beside Net revenue retention.
NRR by account manager | ! Net revenue retention has no account: its facts do not say which account a row belongs to.
NRR by country | ! Net revenue retention has no country: its facts do not say which country a row belongs to.
how much ARR is at risk | ? “risk” is not a part of Annual recurring revenue in your data.
which customers are at risk | ? “risk” is not a part of Paying customers in your data.
how healthy are our accounts | ? “how” and “healthy” were not understood beside Paying customers.
customers in Germany | ? “Germany” is not a part of Paying customers in your data.
what is the NRR of Acme | ? “Acme” is not a part of Net revenue retention in your data.
compare Enterprise and SMB on NRR | Show net revenue retention for segment Enterprise or Small business
compare segments on NRR | ? “segments” stands alone.
NRR difference between Enterprise and SMB | ? “difference” and “between” were not understood beside Net revenue retention.
is Enterprise NRR higher than SMB | ? “Enterprise” is the name of a segment (Enterprise) and a plan (Enterprise).
how does NRR compare to last year | Show net revenue retention vs last year
NRR against last year by segment | Show net revenue retention by segment vs last year
ARR up or down | ? “or” was not understood beside Annual recurring revenue.
¿NRR? | Show net revenue retention
what changed most vs last quarter | ! This is not told of all metrics at once.
how do targets stand against last quarter | ! This is not told of all metrics at once.
how do metrics stand against target | How do targets stand?
which metrics declined most last month | ! This is not told of all metrics at once.
which metrics got worse last month | Which metrics got worse last month?
how did NRR move between Q1 and Q2 | Why did net revenue retention change in Q2 2026 vs Q1 2026?
how much did ARR move from January to June | Why did annual recurring revenue change in June 2026 vs January 2026?
what changed in ARR between Q2 and Q3 by segment | Why did annual recurring revenue change by segment in Q3 2026 vs Q2 2026?
what changed in churn since March | Why did logo churn change since 2026-03-01?
compare activation this quarter with last | Why did activation rate change this quarter vs prior?
compare churn this month with last month | Why did logo churn change this month vs prior?
compare NRR in Q3 with Q2 | Why did net revenue retention change in Q3 2026 vs Q2 2026?
compare Q2 NRR with Q3 | Show net revenue retention in Q2 2026 vs Q3 2026
compare NRR in October to last year | Why did net revenue retention change in October 2026 vs last year?
compare NRR last quarter with this quarter | Why did net revenue retention change this quarter vs prior?
NRR between Q1 and Q2 | Show net revenue retention from 2026-01-01 to 2026-06-30
share of ARR by region and segment | Share of annual recurring revenue by region and segment
share of ARR by region and segment last quarter | Share of annual recurring revenue by region and segment last quarter
share of ARR by region for SMB | ! A share is told by one dimension or by two that are crossed, not by region and segment with a filter.
activaton rate | ? No metric is called “activaton rate”. Did you mean “Activation rate”?
chrun by segmnt | ? No metric is called “chrun” and “segmnt”. Did you mean “churn by segment”?
activaton rate by regoin last quarter | ? No metric is called “activaton rate” and “regoin”. Did you mean “activation rate by region last quarter”?
NRR by raeion | ! Net revenue retention has no raeion: its facts do not say which raeion a row belongs to.
lowest 1 region by ARR | Rank annual recurring revenue by region, lowest 1 first
Compare ARR in 2024 with 2023 | Why did annual recurring revenue change in 2024 vs 2023?
Compare ARR in 2023 with 2024 | Show annual recurring revenue in 2023 vs 2024
compare ARR in 2023 and 2024 | Why did annual recurring revenue change in 2024 vs 2023?
how did NRR move between Q3 and Q2 2024 | Why did net revenue retention change in Q3 2024 vs Q2 2024?
how did NRR move between Q3 2024 and Q2 2024 | Why did net revenue retention change in Q3 2024 vs Q2 2024?
how did NRR move between Q4 and Q1 2024 | Why did net revenue retention change in Q1 2024 vs Q4 2023?
compare NRR between Q3 and Q2 2024 | Why did net revenue retention change in Q3 2024 vs Q2 2024?
compare H1 2025 with H2 2024 ARR | Why did annual recurring revenue change in H1 2025 vs H2 2024?
compare ARR in H2 2025 vs H1 | Show annual recurring revenue in H2 2025 vs H1 2025
how did ARR move from H1 to H2 2025 | Why did annual recurring revenue change in H2 2025 vs H1 2025?
how did ARR move between 2023 and 2024 | Why did annual recurring revenue change in 2024 vs 2023?
compare ARR this year with last | Why did annual recurring revenue change this year vs prior?
ARR YTD vs last year's YTD | Show annual recurring revenue this year vs last year
compare ARR YTD with last year's YTD | Why did annual recurring revenue change this year vs prior?
compare tickets QTD with last quarter's QTD | Why did support tickets per account change this quarter vs prior?
compare ARR in Q4 with Q1 2024 | Why did annual recurring revenue change in Q4 2024 vs Q1 2024?
compare January and February ARR | Why did annual recurring revenue change in February 2026 vs January 2026?
difference in ARR between Q2 and Q3 2025 | Why did annual recurring revenue change in Q3 2025 vs Q2 2025?
ARR from March 2025 to June | Show annual recurring revenue from 2025-03-01 to 2025-06-30
how much revenue did we lose to churn last quarter | ! churned ARR cannot be answered: it is a movement of recurring revenue.
what share of new accounts activate | What is activation rate?
which plan activates best | Rank activation rate by plan, best first
which features are least adopted | Rank feature adoption by feature, lowest first
how sticky is the product | Show stickiness
DAU to MAU ratio | Show stickiness
show the DORA metrics for last quarter | Show change failure rate, deployment frequency, lead time for changes and time to restore last quarter
how long does it take us to deploy a change | Show lead time for changes
how quickly do we recover from incidents | Show time to restore
mean time to restore | ? “mean” was not understood beside Time to restore.
how much error budget is left | What is error budget left?
what does it cost to serve an account | Show cost to serve
how profitable is each product | Show product margin by product
how many offers were accepted | Count behind offer acceptance
percentage of key results met | Show roadmap outcomes reached
sprint predictability by team | Show delivery predictability by team
how long from idea to impact | Show cycle time
has NPS improved since last quarter | Trend of net promoter score since 2026-07-01
was churn higher in Q3 than in Q2 | Show logo churn in Q3 2026 vs Q2 2026
how fast is ARR growing | Trend of annual recurring revenue
how reliable is core-api | ? “how reliable” can mean Service level and SLO attainment.
how happy are our customers | ? “how happy are our customers” can mean Customer satisfaction and Net promoter score.
how satisfied are stakeholders | Show stakeholder satisfaction
how many accounts use alerts | Count behind feature adoption for feature alerts
competency gaps | Show competency gaps closed
which SLOs did we miss | ? SLO attainment is told one by one by its parts, or held against its target as a whole: which is meant?
ARR per year | ! Annual recurring revenue cannot be told by year: the longest period here is the quarter.
how many deployments failed last month | Count behind change failure rate last month
`
