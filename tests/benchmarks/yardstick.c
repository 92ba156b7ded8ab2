/* What a span costs when it is written by hand in C: the yardstick of the compiled kernel.

   The same draws (Philox4x32-10, named by user, number and slot), gathers (cards of items and alias tables, one row a
   user), predictions and values, selection, and responses as the simulator's default model, over tables of the same
   size, users in ascending order within each span. It is given how many visits, requests and impressions to make and
   spreads them evenly over two days.

   Left out, all of it work that the simulator does: policies, prices, paces and pins; the auction and what is sold;
   followed accounts looked up one by one (an item is drawn instead); word of mouth, trust; regret and forecasts beside
   the counts; that results come out the same for any order and any number of threads.

   cc -O3 -march=native -o yardstick yardstick.c -lm
   ./yardstick USERS ITEMS TOPICS SPANS VISITS REQUESTS IMPRESSIONS SLATE CANDIDATES   prints CPU seconds and sums
   ./yardstick philox                                                                  prints a known answer        */

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { TOPICS_MOST = 64, SLATE_MOST = 30, DRAWS_MOST = 30 * 64, RECENT = 16, SEEN = 64, COUNTS = 24, GRID = 449 };
enum { SLOT = 1, RETRIEVE, CANDIDATE, RESPONSE, ACTIONS, ARRIVAL, DRIFT, LANE };

typedef struct { float logit[TOPICS_MOST], home[TOPICS_MOST], match[TOPICS_MOST], pull[TOPICS_MOST];
                 float tired_topic[TOPICS_MOST], shown[TOPICS_MOST], played[TOPICS_MOST];
                 int32_t recent[RECENT]; float tired[RECENT]; int32_t seen[SEEN]; uint8_t times[SEEN];
                 double hazard, rate, satisfaction; int64_t tired_at, clock; int32_t requests, visits, day; } User;
typedef struct { double appeal, quality, factor; int64_t from, to; int32_t creator, upload, topic, serial;
                 int64_t duration; } Card;
typedef struct { int32_t item, other; double threshold; } Entry;

static uint32_t words[4];

static inline void philox(uint32_t k0, uint32_t k1, uint32_t c0, uint32_t c1, uint32_t c2, uint32_t c3) {
    for (int round = 0; round < 10; round++) {
        uint64_t p0 = 0xD2511F53ull * c0, p1 = 0xCD9E8D57ull * c2;
        c0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0; c1 = (uint32_t)p1;
        c2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1; c3 = (uint32_t)p0;
        k0 += 0x9E3779B9u; k1 += 0xBB67AE85u;
    }
    words[0] = c0; words[1] = c1; words[2] = c2; words[3] = c3;
}

static inline double unit(uint32_t word) { return (word + 0.5) * 2.3283064365386963e-10; }
static inline double fine(uint32_t high, uint32_t low) {
    return ((((uint64_t)high << 20) ^ (low >> 12)) + 0.5) * 2.220446049250313e-16;
}
static inline double chance(double pull, double level, double slope) { return 1.0 / (1.0 + exp(-(level + slope * pull))); }
static inline double left(double elapsed, double half_life) { return exp2(-elapsed / half_life); }

static long users, items, topics, spans, visits, requests, impressions, slate, candidates;
static User *people; static Card *cards; static Entry *entries; static int64_t *counts; static long *start;
static double value[GRID], term[TOPICS_MOST], upto[TOPICS_MOST], prior[TOPICS_MOST];
static const double HOUR = 3600e3;
enum { DAYS = 2 };

static void drift(User *p, long u, int day) {
    double sum = 0.0, share[TOPICS_MOST];
    for (long k = 0; k < topics; k++) sum += share[k] = exp(p->logit[k]);
    for (long k = 0; k < topics; k += 2) {
        philox(7, 0, (uint32_t)u, (uint32_t)day, (uint32_t)k, DRIFT);
        double radius = sqrt(-2.0 * log(unit(words[0]))), angle = 6.283185307179586 * unit(words[1]);
        double shock[2] = {radius * cos(angle), radius * sin(angle)};
        for (long j = k; j < k + 2 && j < topics; j++) {
            p->logit[j] = (float)(p->home[j] + 0.98 * (p->logit[j] - p->home[j]) + 0.02 * p->pull[j] + 0.02 * shock[j - k]);
            p->match[j] = (float)((log(share[j] / sum * topics + 0.01) + 1.0) / 1.5);
            p->pull[j] = 0.0f;
        }
    }
    p->day = day;
}

static void prepare(User *p) {
    double total = 0.0;
    for (long k = 0; k < topics; k++) {
        double expected = (4.0 * prior[k] + p->played[k]) / (4.0 + p->shown[k]);
        term[k] = log(expected / (1.0 - expected));
        total += (start[k + 1] - start[k]) * exp(term[k]);
        upto[k] = total;
    }
}

static long draw_item(uint32_t high, uint32_t low) {
    double x = fine(high, low) * items;
    Entry e = entries[(long)x];
    return x - floor(x) < e.threshold ? e.item : e.other;
}

/* The best of a systematic sample over topics, highest first; an item drawn twice counts once. */
static long rank(User *p, long u, int64_t now, long wanted, long *best) {
    long draws = wanted * candidates, topic = 0, kept = 0;
    static double at[DRAWS_MOST + 2]; static long found[DRAWS_MOST]; static double score[SLATE_MOST];
    philox(7, 0, (uint32_t)u, (uint32_t)p->requests, 0, RETRIEVE);
    double offset = unit(words[0]), total = upto[topics - 1];
    for (long pair = 0; pair < (draws + 1) / 2; pair++) {
        philox(7, 0, (uint32_t)u, (uint32_t)p->requests, (uint32_t)pair, CANDIDATE);
        at[2 * pair] = fine(words[0], words[1]); at[2 * pair + 1] = fine(words[2], words[3]);
    }
    for (long d = 0; d < draws; d++) {
        double mark = (d + offset) * total / draws;
        while (mark >= upto[topic] && topic < topics - 1) topic++;
        at[d] = start[topic] + at[d] * (start[topic + 1] - start[topic]);
        __builtin_prefetch(&entries[(long)at[d]]);
    }
    for (long d = 0; d < draws; d++) {
        Entry e = entries[(long)at[d]];
        found[d] = at[d] - floor(at[d]) < e.threshold ? e.item : e.other;
        __builtin_prefetch(&cards[found[d]]);
    }
    for (long d = 0; d < draws; d++) {
        Card *c = &cards[found[d]];
        if (now < c->from || now >= c->to || p->seen[c->serial % SEEN] == c->serial) continue;
        double x = (term[c->topic] + c->appeal + 14.0) / 0.0625;
        x = x < 0.0 ? 0.0 : x > GRID - 1.000001 ? GRID - 1.000001 : x;
        long place = (long)x;
        double s = (value[place] + (x - place) * (value[place + 1] - value[place])) * c->factor;
        if (kept == wanted && s <= score[kept - 1]) continue;
        int twice = 0;
        for (long i = 0; i < kept; i++) twice |= best[i] == found[d];
        if (twice) continue;
        long i = kept < wanted ? kept++ : kept - 1;
        for (; i > 0 && score[i - 1] < s; i--) { score[i] = score[i - 1]; best[i] = best[i - 1]; }
        score[i] = s; best[i] = found[d];
    }
    return kept;
}

static void respond(User *p, long u, long item, int paid) {
    Card *c = &cards[item];
    int place = c->creator % RECENT, spot = c->serial % SEEN;
    double elapsed = (double)(p->clock - p->tired_at), of_topic = left(elapsed, 6 * HOUR), of_creator = left(elapsed, 48 * HOUR);
    double tired = p->recent[place] == c->creator ? p->tired[place] : 0.0;
    int times = p->seen[spot] == c->serial ? p->times[spot] : 0;
    double pull = -2.374 + 1.802 * p->match[c->topic] + 0.4 * c->quality - 0.1 * p->tired_topic[c->topic] * of_topic
                  - 0.25 * tired * of_creator - 0.6 * paid;
    philox(7, 0, (uint32_t)u, (uint32_t)c->creator, (uint32_t)c->upload, RESPONSE | (uint32_t)times << 8);
    uint32_t first[4]; memcpy(first, words, sizeof first);
    philox(7, 0, (uint32_t)u, (uint32_t)c->creator, (uint32_t)c->upload, ACTIONS | (uint32_t)times << 8);
    double skip = 1.0 / (1.0 + exp(pull)), uniform = unit(first[0]), ms;
    if (uniform < skip) ms = -2442.0 * log(1.0 - uniform / skip);
    else {
        double rest = (1.0 - uniform) / (1.0 - skip);
        ms = 1000.0 * exp(3.815 + 0.6 * pull) * pow(-log(rest < 1e-12 ? 1e-12 : rest), 1.0 / 0.8463);
    }
    if (ms > 1.25 * c->duration) ms = 1.25 * c->duration;
    int64_t watched = (int64_t)ms; int play = watched > 7000;
    int64_t *sheet = counts + item * COUNTS + 12 * paid;
    sheet[0]++; sheet[1] += watched; sheet[2] += watched > 18000; sheet[3] += watched >= c->duration; sheet[4] += play;
    if (play) {
        sheet[5] += unit(first[1]) < chance(pull, -3.268, 0.3064);
        sheet[6] += unit(first[2]) < chance(pull, -6.536, 1.5);
        sheet[7] += unit(first[3]) < chance(pull, -6.255, 0.0833);
        sheet[8] += unit(words[0]) < chance(pull, -6.528, 0.8807);
        p->played[c->topic] += 1.0f;
    } else sheet[9] += unit(words[1]) < chance(pull, -6.947, -0.157);
    double utility = log1p(exp(pull));
    sheet[10] += (int64_t)(utility * 1048576.0); sheet[11] += (int64_t)(p->match[c->topic] * 1048576.0);
    p->tired_topic[c->topic] += (float)(1.0 / of_topic);
    p->recent[place] = c->creator; p->tired[place] = (float)(tired + 1.0 / of_creator);
    p->seen[spot] = c->serial; p->times[spot] = (uint8_t)(times < 255 ? times + 1 : 255);
    p->pull[c->topic] += (float)(ms / c->duration - 0.2739);
    p->shown[c->topic] += 1.0f;
    p->satisfaction += 0.01 * (utility * chance(utility, 1.65, 0.3) - p->satisfaction);
    p->clock += watched + 1000;
}

static void request(User *p, long u, long looks) {
    long best[SLATE_MOST], shown[SLATE_MOST], wanted = 0, place = 0; int lane[SLATE_MOST]; double draw[SLATE_MOST];
    p->requests++;
    double elapsed = (double)(p->clock - p->tired_at), of_topic = left(elapsed, 6 * HOUR), of_creator = left(elapsed, 48 * HOUR);
    for (long k = 0; k < topics; k++) { double t = p->tired_topic[k] * of_topic; p->tired_topic[k] = (float)(t > 1e-6 ? t : 0.0); }
    for (long k = 0; k < RECENT; k++) { double t = p->tired[k] * of_creator; p->tired[k] = (float)(t > 1e-6 ? t : 0.0); }
    p->tired_at = p->clock;
    for (long s = 0; s < slate; s++) {
        philox(7, 0, (uint32_t)u, (uint32_t)p->requests, (uint32_t)s, SLOT);
        draw[s] = unit(words[0]);
    }
    for (long s = 0; s < slate; s++) {
        lane[s] = draw[s] < 0.1 ? 2 : draw[s] < 0.217 ? 1 : 0;  /* paid; followed or explored; by interest */
        shown[s] = -1;
        if (lane[s]) {
            philox(7, 0, (uint32_t)u, (uint32_t)p->requests, (uint32_t)s, LANE);
            shown[s] = draw_item(words[0], words[1]);
        } else wanted++;
    }
    long filled = wanted ? rank(p, u, p->clock, wanted, best) : 0;
    for (long s = 0; s < slate; s++) {
        if (shown[s] < 0) shown[s] = place < filled ? best[place++] : (long)(s % items);
        __builtin_prefetch(counts + shown[s] * COUNTS, 1);
    }
    for (long s = 0; s < looks; s++) respond(p, u, shown[s % slate], lane[s % slate] == 2);
}

static void make(void) {
    srand(1);
    people = calloc(users, sizeof *people); cards = calloc(items, sizeof *cards); entries = calloc(items, sizeof *entries);
    counts = calloc(items * COUNTS, sizeof *counts); start = calloc(topics + 1, sizeof *start);
    for (long i = 0; i < items; i++) {
        double a = rand() / (RAND_MAX + 1.0), b = rand() / (RAND_MAX + 1.0);
        cards[i] = (Card){a - 0.5, 2 * b - 1, 0.5 + a, 0, INT64_MAX, (int32_t)(b * items / 10), (int32_t)i % 97,
                          (int32_t)(i * topics / items), (int32_t)(a * 2e9), (int64_t)(5e3 + 1e5 * b)};
        entries[i] = (Entry){(int32_t)i, (int32_t)i, a};
    }
    for (long k = 0; k <= topics; k++) start[k] = (k * items + topics - 1) / topics;
    for (long k = 0; k < topics; k++) prior[k] = 0.3;
    for (long u = 0; u < users; u++) {
        User *p = &people[u]; p->day = -1; p->rate = 1.6; p->hazard = 3.0 * rand() / RAND_MAX;
        for (long k = 0; k < topics; k++) { p->home[k] = p->logit[k] = (float)(2.0 * rand() / RAND_MAX - 1.0); p->match[k] = p->home[k]; }
        for (long k = 0; k < SEEN; k++) p->seen[k] = -1;
    }
    for (long x = 0; x < GRID; x++) value[x] = log1p(exp(-14.0 + 0.0625 * x));
}

int main(int count, char **given) {
    if (count == 2) {
        philox(0xa4093822u, 0x299f31d0u, 0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u);
        printf("%08x %08x %08x %08x\n", words[0], words[1], words[2], words[3]);
        return 0;
    }
    if (count != 10) return 2;
    long *numbers[] = {&users, &items, &topics, &spans, &visits, &requests, &impressions, &slate, &candidates};
    for (int i = 0; i < 9; i++) *numbers[i] = atol(given[i + 1]);
    if (topics > TOPICS_MOST || slate > SLATE_MOST || candidates > 64 || visits < 1) return 2;
    make();
    clock_t begun = clock();
    long asked = 0, looked = 0, came = 0;
    for (long span = 0; span < spans; span++) {
        long upto_span = (span + 1) * visits / spans, here = upto_span - came;
        for (long u = 0; u < users; u++) people[u].hazard -= people[u].rate * DAYS / spans;  /* who comes in this span */
        for (long j = 0; j < here; j++, came++) {
            long u = (long)((double)j * users / here), until = (came + 1) * requests / visits;
            User *p = &people[u];
            char *next = (char *)&people[(long)((double)(j + 1 < here ? j + 1 : j) * users / here)];
            for (size_t byte = 0; byte < sizeof(User); byte += 64) __builtin_prefetch(next + byte, 1);
            philox(7, 0, (uint32_t)u, (uint32_t)++p->visits, 0, ARRIVAL);
            p->hazard = -log(unit(words[0]));
            p->clock = (int64_t)(span * 24 * DAYS * HOUR / spans);
            if (p->day != span * DAYS / spans) drift(p, u, (int)(span * DAYS / spans));
            prepare(p);
            for (; asked < until; asked++) {
                long to = (asked + 1) * impressions / requests;
                request(p, u, to - looked);
                looked = to;
            }
        }
    }
    double seconds = (double)(clock() - begun) / CLOCKS_PER_SEC;
    int64_t seen = 0, plays = 0;
    for (long i = 0; i < items; i++) { seen += counts[i * COUNTS] + counts[i * COUNTS + 12]; plays += counts[i * COUNTS + 4] + counts[i * COUNTS + 16]; }
    printf("%.6f %ld %lld %lld\n", seconds, asked, (long long)seen, (long long)plays);
    return 0;
}
